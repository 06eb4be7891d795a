import Bytes

/// What belongs to some messages of a channel beside their frames, and is read by those who frame them in another way.
///
/// The gossip carries it and does not look into it. Notes stay as long as the frame that they describe can be read, also
/// after retention let the message go: who is given the frame would else take it for one without notes.
struct NoteTable {
    /// What notes cost beside their bytes, in bytes: where they stand, and what their chunk has beyond them.
    ///
    /// The same on every node, since it decides what is held.
    static let cost = 48

    /// What notes of messages that were let go take at most in a channel, with what they cost, in bytes.
    ///
    /// A chunk of frames is readable as long as a single message in it is held, and may have a hundred thousand others: a
    /// quarter of the largest chunk, and who has not read a message by then is overtaken.
    static let spareLimit = ByteLog.largestChunk / 4

    /// Where the notes of a message stand.
    private struct NotedMessage {
        let number: Int

        /// The offset of the first byte; `nil` once they were given back.
        var offset: Int?
    }

    /// Notes of a message that was let go.
    private struct Spare {
        let number: Int

        /// How long they are, in bytes.
        let length: Int

        /// Where the frame of the message begins in the channel's log.
        let frame: Int
    }

    private var bytes = ByteLog()

    /// In the order of numbers.
    private var places = SlidingArray<NotedMessage>()

    /// How many of the places have nothing.
    private var emptyCount = 0

    /// The notes that stay for readers only, in the order in which their messages were let go.
    private var spares = SlidingArray<Spare>()

    /// What those take, in bytes.
    private(set) var spareBytes = 0

    /// What the notes of the held messages cost, in bytes.
    private(set) var chargedBytes = 0

    /// Adds the notes of the newest message.
    mutating func append(_ notes: Span<UInt8>, to number: Int) {
        chargedBytes += Self.cost + notes.count
        places.append(NotedMessage(number: number, offset: bytes.append(notes)))
    }

    /// The notes of a message.
    ///
    /// - Parameters:
    ///   - number: The number of the message.
    ///   - length: How long they are, in bytes.
    /// - Returns: They; `nil` where they were given back.
    func notes(of number: Int, _ length: Int) -> [UInt8]? {
        guard let place = place(of: number), let offset = places[place].offset else { return nil }
        return bytes.withBytes(from: offset, to: offset + length) { notes in
            var copy: [UInt8] = []
            copy.append(notes)
            return copy
        }
    }

    /// Takes notice that retention let a message go: its notes stay for those who read its frame.
    ///
    /// - Parameters:
    ///   - number: The number of the message.
    ///   - length: How long its notes are, in bytes.
    ///   - frame: Where its frame begins in the channel's log.
    mutating func letGo(_ number: Int, _ length: Int, describing frame: Int) {
        chargedBytes -= Self.cost + length
        spares.append(Spare(number: number, length: length, frame: frame))
        spareBytes += Self.cost + length
    }

    /// Gives the memory of notes back which nobody can read any more, and of the oldest of those that are too many.
    ///
    /// - Parameters:
    ///   - frames: The channel's frames.
    ///   - start: The number of the first message that is held: of those before it nothing is known.
    mutating func forget(unreadableIn frames: ByteLog, before start: Int) {
        while let spare = spares.first,
            spare.number < start || spareBytes > Self.spareLimit || !frames.holds(spare.frame)
        {
            giveBack(spare)
            spares.removeAll(below: spares.start + 1)
        }
        while let first = places.first, first.offset == nil {
            places.removeAll(below: places.start + 1)
            emptyCount -= 1
        }
        guard emptyCount > 32, emptyCount * 2 > places.count else { return }
        places.filter { $0.offset != nil }
        emptyCount = 0
    }

    private mutating func giveBack(_ spare: Spare) {
        spareBytes -= Self.cost + spare.length
        guard let place = place(of: spare.number), let offset = places[place].offset else { return }
        bytes.letGo(spare.length, at: offset)
        places[place].offset = nil
        emptyCount += 1
    }

    private func place(of number: Int) -> Int? {
        let place = places.partition { $0.number < number }
        return place < places.end && places[place].number == number ? place : nil
    }
}
