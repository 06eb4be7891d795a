import Bytes

/// What belongs to some messages of a channel beside their frames, and is read by those who frame them in another way.
///
/// The gossip carries it and does not look into it.
struct NoteTable {
    /// What notes cost beside their bytes, in bytes: where they stand, and what their chunk has beyond them.
    ///
    /// The same on every node, since it decides what is held.
    static let cost = 48

    private var bytes = ByteLog()

    /// Where the notes of messages stand, by the numbers of these.
    private var places = SlidingArray<(number: Int, offset: Int)>()

    /// What the notes of the held messages cost, in bytes.
    private(set) var chargedBytes = 0

    /// Adds the notes of the newest message.
    mutating func append(_ notes: Span<UInt8>, to number: Int) {
        chargedBytes += Self.cost + notes.count
        places.append((number, bytes.append(notes)))
    }

    /// The notes of a message.
    ///
    /// - Parameters:
    ///   - number: The number of the message.
    ///   - length: How long they are, in bytes.
    /// - Returns: They; nothing where they are not held any more.
    func notes(of number: Int, _ length: Int) -> [UInt8] {
        guard let offset = offset(of: number), bytes.holds(offset) else { return [] }
        return bytes.withBytes(from: offset, to: offset + length) { notes in
            var copy: [UInt8] = []
            copy.append(notes)
            return copy
        }
    }

    /// Gives the memory of notes back.
    mutating func letGo(_ number: Int, _ length: Int) {
        chargedBytes -= Self.cost + length
        guard let offset = offset(of: number) else { return }
        bytes.letGo(length, at: offset)
    }

    /// Forgets where the notes of messages before a number stood.
    mutating func forget(before number: Int) {
        places.removeAll(below: places.partition { $0.number < number })
    }

    private func offset(of number: Int) -> Int? {
        let place = places.partition { $0.number < number }
        guard place < places.end, places[place].number == number else { return nil }
        return places[place].offset
    }
}
