import Gossip

/// What one client has got in its whole life, on however many nodes.
struct Diary: Sendable {
    /// What it got: each message once, those of one run in their order.
    private(set) var got = OnceInOrder()

    /// Which copies it got, of messages that it could get several of.
    private var copies = Bitset()

    /// How many messages it was told that it cannot have any more.
    private(set) var lostCount: UInt64 = 0

    /// What it was told of that, and what it went past.
    private var gaps = GapBook()

    /// The messages that had been posted when it came for the first time; `nil` before.
    private(set) var firstMessage: Int?

    /// What it is to get of those.
    private var owed = Bitset()

    /// Takes notice that it came.
    ///
    /// - Parameters:
    ///   - owed: The messages that its first request is to bring.
    ///   - ledger: What was posted.
    mutating func begin(owed: [Int], in ledger: Ledger) {
        guard firstMessage == nil else { return }
        firstMessage = ledger.entries.count
        for message in owed { _ = self.owed.insert(ledger.entries[message].original) }
    }

    /// Takes notice of a message that arrived.
    ///
    /// - Parameters:
    ///   - message: The copy that came.
    ///   - unheld: Other copies of it that the node did not hold when it sent this one. Who has seen one of them
    ///     elsewhere gets this one too, for the node cannot know; its key tells.
    ///   - ledger: What was posted.
    ///   - reader: The client.
    /// - Returns: What is wrong with that.
    mutating func note(
        _ message: Int,
        unheld: [Int],
        in ledger: Ledger,
        reader: @autoclosure () -> String
    ) -> Violation? {
        guard copies.insert(message) else { return .repeated(id: ledger.name(of: message), reader: reader()) }
        if unheld.contains(where: { copies.contains($0) }) { got.forget(ledger.entries[message].original) }
        return got.note(message, in: ledger, reader: reader())
    }

    /// Takes notice that a node took it in, and where it stands then.
    mutating func attach(at position: [MessageID], in ledger: Ledger) {
        gaps.begin(at: position, in: ledger)
    }

    /// Takes notice that it was told of messages that it cannot have.
    ///
    /// - Returns: What is wrong with that.
    mutating func note(lost count: UInt64, in ledger: Ledger, reader: @autoclosure () -> String) -> Violation? {
        lostCount += count
        return gaps.note(lost: count, in: ledger) ? nil : .countedAsLost(count: Int(count), reader: reader())
    }

    /// Takes notice of which messages a message that arrives leaves behind.
    ///
    /// - Returns: What is wrong with that.
    mutating func pass(to message: Int, in ledger: Ledger, reader: @autoclosure () -> String) -> Violation? {
        let isDue = isDue(in: ledger)
        let count = gaps.note(message, in: ledger, isDue: isDue)
        return count > 0 ? .untold(count: count, before: ledger.name(of: message), reader: reader()) : nil
    }

    /// Takes notice of up to where it goes behind what it was told is lost.
    ///
    /// - Returns: What is wrong with that.
    mutating func pass(lossUpTo end: MessageID, in ledger: Ledger, reader: @autoclosure () -> String) -> Violation? {
        let count = gaps.pass(end, in: ledger, isDue: isDue(in: ledger))
        return count > 0 ? .untold(count: count, before: end.description, reader: reader()) : nil
    }

    /// What it lost in silence, now that it is live and nothing is under way.
    ///
    /// - Parameters:
    ///   - due: What somebody got who was there from the start.
    ///   - stored: All copies that somebody stored: of others nobody can tell.
    ///   - ledger: What was posted.
    /// - Returns: How many messages it should have got, did not get, and was not told of as lost.
    func untoldCount(of due: Bitset, stored: Bitset, in ledger: Ledger) -> Int {
        let missing = missing(of: due)
        return gaps.untoldCount(in: ledger) { message in
            stored.contains(message) && missing.contains(ledger.entries[message].original)
        }
    }

    /// Whether it should have got a message by now that was posted before another one of its run.
    private func isDue(in ledger: Ledger) -> (Int) -> Bool {
        let (seen, first) = (got.seen, firstMessage ?? .max)
        return { message in
            let original = ledger.entries[message].original
            return original >= first && !seen.contains(original)
        }
    }

    /// What it should have got and did not.
    ///
    /// What it asked for first may have died with the node that promised it, before anybody else had it: that is nobody's
    /// fault.
    ///
    /// - Parameter due: What somebody got who was there from the start.
    /// - Returns: What of that was posted since it came for the first time or was asked for then, and never arrived.
    func missing(of due: Bitset) -> Bitset {
        let early = Bitset(below: firstMessage ?? 0).subtracting(owed)
        return due.subtracting(early).subtracting(got.seen)
    }
}
