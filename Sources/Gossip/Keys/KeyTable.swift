/// The held messages of a channel that have a key, and which of several copies stands for the others.
///
/// Two sides of a partition can take one message of a client each, and so there are two copies of it. Both are held,
/// and travel, like any other message. To its clients a node shows the one that came there first: so whoever has seen
/// an origin up to some message has seen a copy of everything in its log up to there, whichever node that was on. In
/// the history the earliest by (rank, ID) stands for all of them, on every node alike.
struct KeyTable {
    /// How many copies of a message are known to be copies; the oldest are forgotten.
    ///
    /// Each node of a mesh can make one while it is alone.
    static let copyLimit = 64

    /// One of several copies of a message, be it held or not.
    struct Copy {
        /// The number of its record.
        let number: Int

        /// Which entry it is.
        let place: EntryPlace

        /// Which one it was of all messages that retention let go in its channel; `nil` while it is held.
        var letGoAt: Int?
    }

    /// One message in more than one copy.
    private struct Copies {
        /// The records of those that are held: nobody bounds how many retention holds of one message.
        var numbers = EarliestNumbers()

        /// All that are known, in the order of arrival.
        var known: [Copy] = []

        mutating func add(_ number: Int, at place: EntryPlace, isEarlier: (Int, Int) -> Bool) {
            numbers.append(number, isEarlier: isEarlier)
            if known.count >= KeyTable.copyLimit { known.removeFirst() }
            known.append(Copy(number: number, place: place))
        }

        mutating func remove(_ number: Int, at letGoAt: Int, isEarlier: (Int, Int) -> Bool) {
            numbers.remove(number, isEarlier: isEarlier)
            guard let place = known.firstIndex(where: { $0.number == number }) else { return }
            known[place].letGoAt = letGoAt
        }
    }

    private var standing: [MessageKey: Int] = [:]
    private var several: [MessageKey: Copies] = [:]

    /// The record that stands for all copies of a message.
    func number(of key: MessageKey) -> Int? { standing[key] }

    /// The record that stood for all copies of a message when there were no records from `end` on.
    ///
    /// `isEarlier` is the order by (rank, ID).
    func number(of key: MessageKey, below end: Int, isEarlier: (Int, Int) -> Bool) -> Int? {
        guard let copies = several[key] else { return standing[key] }
        return copies.numbers.first(below: end, isEarlier: isEarlier)
    }

    /// The copies of a message, if there are several.
    func copies(of key: MessageKey) -> [Copy] {
        several.isEmpty ? [] : several[key]?.known ?? []
    }

    /// Adds a record that is the newest in the channel.
    ///
    /// - Parameters:
    ///   - number: The record's number.
    ///   - key: Its key.
    ///   - place: Which entry a record is.
    ///   - isEarlier: The order by (rank, ID).
    /// - Returns: Of two copies the one that does not stand; `nil` when this is the only one.
    mutating func add(
        _ number: Int,
        for key: MessageKey,
        place: (Int) -> EntryPlace,
        isEarlier: (Int, Int) -> Bool
    ) -> Int? {
        guard let rival = standing[key] else {
            standing[key] = number
            return nil
        }
        if several[key] == nil { several[key, default: Copies()].add(rival, at: place(rival), isEarlier: isEarlier) }
        // In place: they may be a hundred thousand.
        several[key, default: Copies()].add(number, at: place(number), isEarlier: isEarlier)
        let first = several[key]?.numbers.first ?? number
        standing[key] = first
        return first == number ? rival : number
    }

    /// Takes out a record.
    ///
    /// - Parameters:
    ///   - number: The record's number.
    ///   - key: Its key.
    ///   - letGoAt: Which one it is of all messages that retention let go in the channel.
    ///   - isEarlier: The order by (rank, ID).
    /// - Returns: Whether it stood for all copies of its message, and the copy that does from now on, if there is any.
    mutating func remove(
        _ number: Int,
        of key: MessageKey,
        at letGoAt: Int,
        isEarlier: (Int, Int) -> Bool
    ) -> (stood: Bool, heir: Int?) {
        several[key]?.remove(number, at: letGoAt, isEarlier: isEarlier)
        guard standing[key] == number else { return (false, nil) }
        let heir = several[key]?.numbers.first
        standing[key] = heir
        if heir == nil { several[key] = nil }
        return (true, heir)
    }
}
