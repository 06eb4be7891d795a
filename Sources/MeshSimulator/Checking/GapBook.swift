import Gossip

/// What a client's position moved past without a message, and what the client was told of that: nothing may be lost in
/// silence.
///
/// It is kept for one connection, since a gap that a position does not reach beyond is told again on the next one. It
/// goes by runs, for within a run a gap is told before what comes behind it.
///
/// A message is told of once, when the first of its copies is passed. A position cannot tell what was passed from what was
/// seen, so that a node takes every other copy for seen then: it neither gives it nor counts it.
struct GapBook: Sendable {
    /// How far the client has seen each run, by the ledger's numbers.
    private var heads: [Int: UInt64] = [:]

    /// How far its position said that it had seen each run when the connection began.
    private var startingHeads: [Int: UInt64] = [:]

    /// The newest run of each node that its position names.
    private var newest: [String: UInt64] = [:]

    /// The runs that it has seen and that its position left out when the connection began: a later run covers them.
    private var leftOut: Set<Int> = []

    /// How many messages it was told that it cannot have, on this connection.
    private var toldCount = 0

    /// How many its position moved past, on this connection.
    private var passedCount = 0

    /// A connection begins, where a position says.
    mutating func begin(at position: [MessageID], in ledger: Ledger) {
        (toldCount, passedCount) = (0, 0)
        var named: Set<Int> = []
        for id in position {
            newest[id.node] = max(newest[id.node] ?? 0, id.epoch)
            guard let run = ledger.run(of: id) else { continue }
            heads[run] = max(heads[run] ?? 0, id.sequence)
            named.insert(run)
        }
        // The node that left a run out told what was lost of it, on that connection: the next one cannot know of it.
        for run in leftOut where !named.contains(run) { heads[run] = .max }
        startingHeads = heads
        leftOut = Set(heads.keys.filter { !named.contains($0) && isCovered(ledger.runs[$0]) })
    }

    /// The client is told that it cannot have so many messages.
    ///
    /// A node that cannot tell which entries were messages says how many there were at most, and so may count some that
    /// the client has: of a gap that it took in parts, around what it got elsewhere, each part counts as many as the
    /// whole, up to its length. That makes no more than there are entries up to the last message of each run, and
    /// behind that, where only changes of state are, as many as there were messages.
    ///
    /// - Returns: Whether there can have been so many.
    mutating func note(lost count: UInt64, in ledger: Ledger) -> Bool {
        toldCount += Int(min(count, UInt64(Int32.max)))
        let entryCount = ledger.runs.reduce(0) { $0 + Int(min($1.sequence, UInt64(Int32.max))) }
        return toldCount <= entryCount + ledger.entries.count + ledger.unreadCount
    }

    /// The client gets a message.
    ///
    /// - Parameters:
    ///   - message: Which copy.
    ///   - ledger: What was posted.
    ///   - isDue: Whether it should get a message at all, if it has not.
    /// - Returns: How many messages it passed on this connection beyond those that it was told of.
    mutating func note(_ message: Int, in ledger: Ledger, isDue: (Int) -> Bool) -> Int {
        let entry = ledger.entries[message]
        let run = ledger.runs[entry.run]
        // Of a run that the position left out, a later one says how far it was seen.
        if let head = heads[entry.run] ?? (isCovered(run) ? nil : 0), head < entry.sequence {
            passedCount += count(of: entry.run, from: head, below: entry.sequence, in: ledger, isDue)
        }
        heads[entry.run] = max(heads[entry.run] ?? 0, entry.sequence)
        newest[run.name] = max(newest[run.name] ?? 0, run.epoch)
        return max(0, passedCount - toldCount)
    }

    /// The client goes behind a loss, up to an entry of a run: what it passes is lost to it as if a message had come from there.
    ///
    /// - Returns: How many messages it passed on this connection beyond those that it was told of.
    mutating func pass(_ end: MessageID, in ledger: Ledger, isDue: (Int) -> Bool) -> Int {
        guard let run = ledger.run(of: end) else { return 0 }
        if let head = heads[run] ?? (isCovered(ledger.runs[run]) ? nil : 0), head < end.sequence {
            passedCount += count(of: run, from: head, below: end.sequence + 1, in: ledger, isDue)
        }
        heads[run] = max(heads[run] ?? 0, end.sequence)
        newest[end.node] = max(newest[end.node] ?? 0, end.epoch)
        return max(0, passedCount - toldCount)
    }

    /// How many messages it never got and was not told of on this connection, though it was live in the end.
    func untoldCount(in ledger: Ledger, isDue: (Int) -> Bool) -> Int {
        let ahead = ledger.runs.indices.reduce(0) { sum, run in
            guard let head = heads[run] ?? (isCovered(ledger.runs[run]) ? nil : 0) else { return sum }
            return sum + count(of: run, from: head, below: .max, in: ledger, isDue)
        }
        return max(0, passedCount + ahead - toldCount)
    }

    private func isCovered(_ run: Ledger.Run) -> Bool { newest[run.name] ?? 0 > run.epoch }

    private func count(
        of run: Int,
        from head: UInt64,
        below end: UInt64,
        in ledger: Ledger,
        _ isDue: (Int) -> Bool
    ) -> Int {
        ledger.entries.indices.count { message in
            let entry = ledger.entries[message]
            return entry.run == run && entry.sequence > head && entry.sequence < end && entry.channel == 0
                && isDue(message) && !wasPassed(entry, in: ledger)
        }
    }

    /// Whether the client came behind a copy of a message: it got it, or was told of it on the connection on which it
    /// passed it.
    private func wasPassed(_ entry: Ledger.Entry, in ledger: Ledger) -> Bool {
        guard let letter = entry.letter else { return false }
        return ledger.letters[letter].contains { copy in
            ledger.entries[copy].sequence <= startingHeads[ledger.entries[copy].run] ?? 0
        }
    }
}
