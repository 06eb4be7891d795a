import Bytes

extension Channel {
    /// Whether nobody uses the channel, and it holds nothing.
    var isUnused: Bool { use.isIdle && messageCount == 0 }

    /// What retention charges the channel, in bytes: for each message its frame, its notes and a constant, and
    /// something for itself.
    ///
    /// It is the same for the same messages, in whatever order they came.
    var chargedBytes: Int {
        guard heldCount > 0 else { return 0 }
        let notes = exceptions.read { $0.notes.chargedBytes } ?? 0
        return Self.cost + name.count + byteCount + notes + heldCount * MessageRecord.cost
    }

    /// How many messages are held, second copies included: what retention counts.
    ///
    /// Were copies counted as one, a node that knew an earlier copy would hold others than one that did not.
    var heldCount: Int { timeline.count }

    /// Where the frame of the message begins that goes first to make room, once ``settle(by:)`` was called.
    var lowestOffset: Int? { timeline.order.oldest.map { records[$0].offset } }

    /// Whether the frame of a message can be read, be the message let go or not.
    func canRead(_ number: Int) -> Bool {
        number >= records.start && frames.holds(records[number].offset) && records[number].length > 0
    }

    /// Whether a message was in the history when there were no records from `end` on.
    ///
    /// `isBefore` tells whether an origin sorts before another, by name and epoch.
    func isInHistory(_ number: Int, below end: Int, by isBefore: (Int, Int) -> Bool) -> Bool {
        guard let key = records[number].key else { return true }
        let first = keys.number(of: key, below: end) { records[$0].isEarlier(than: records[$1], by: isBefore) }
        return first == number
    }
}
