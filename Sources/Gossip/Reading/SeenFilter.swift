/// What a reader has seen, by the numbers that origins have here: what it came with, and what it got since.
struct SeenFilter: Sendable {
    /// Of each node the epoch from which on the position that the client came with leaves no run out.
    let recentEpochs: [String: UInt64]

    /// How far an origin was seen.
    private struct Heads {
        /// By who came; `nil` where only a later run says it.
        var before: UInt64?

        /// By now.
        var now: UInt64
    }

    /// The newest messages seen, by the number of their origin.
    private var seen: [Int: Heads] = [:]

    /// The origins that its position names, and so says all of.
    private(set) var named: Set<Int> = []

    /// Entries about origins that are not known here yet.
    private(set) var unknown: [MessageID] = []

    /// How many origins there were when the unknown ones were last looked for.
    private var originCount = 0

    /// How often runs had changed when this was last looked at.
    private var changeCount: Int?

    /// What it takes to keep what is not here, in bytes, as it was when this was last looked at.
    private(set) var unsettledBytes = 0

    /// What the client came with of origins of which less was here when this was last looked at.
    private var ahead: [(origin: Int, id: MessageID)] = []

    /// What positions of nodes, by number, say of a long row of runs before the oldest that they name; shared by readers.
    private var lineages: [Int: Lineage] = [:]

    /// Of a node, by number, below which epoch runs may have been seen that are not named, since a later run that is not
    /// here so far may say so: none of those is given before.
    private(set) var hidden: [Int: UInt64] = [:]

    init(_ position: Position) {
        recentEpochs = position.recentEpochs
        unknown = position.entries
    }

    /// Whether something may be here by now that was not when this was last looked at, or be said of other runs.
    ///
    /// - Parameters:
    ///   - origins: The runs.
    ///   - changeCount: Counts how often what runs say of each other has changed, or which of them there are.
    /// - Returns: Whether to look.
    mutating func mustLook(in origins: OriginTable, changeCount: Int) -> Bool {
        defer { self.changeCount = changeCount }
        return hasNews(in: origins, changeCount: changeCount)
    }

    /// The same, without taking notice of it.
    func hasNews(in origins: OriginTable, changeCount: Int) -> Bool {
        self.changeCount != changeCount || ahead.contains { $0.id.sequence <= origins[$0.origin].log.head }
    }

    /// How many entries are looked at to look again.
    var entryCount: Int { unknown.count + ahead.count + named.count }

    /// Of how many origins it is looked how far they are here, to know whether to.
    var aheadCount: Int { ahead.count }

    /// Adds up what it takes to keep what is not here.
    mutating func measure() {
        unsettledBytes = unknown.reduce(0) { $0 + $1.memory }
        unsettledBytes += ahead.reduce(0) { $0 + MemoryLayout<Int>.stride + $1.id.memory }
    }

    /// Looks again for what the client came with and that was not here.
    mutating func settle(in origins: OriginTable) {
        recall(in: origins)
        if !unknown.isEmpty, originCount != origins.madeCount {
            originCount = origins.madeCount
            unknown.removeAll { id in
                guard let origin = origins.number(of: id) else { return false }
                seen[origin] = Heads(before: id.sequence, now: id.sequence)
                named.insert(origin)
                ahead.append((origin, id))
                return true
            }
        }
        guard !ahead.isEmpty else { return }
        ahead = ahead.filter { $0.id.sequence > origins[$0.origin].log.head }
    }

    /// Takes entries back about runs that were closed before what the client came with was here: if it still comes, the
    /// run has another number then.
    private mutating func recall(in origins: OriginTable) {
        // What was here of them was seen so far, and they say nothing of others any more.
        named = named.filter(origins.isOpen)
        let closed = ahead.filter { !origins.isOpen($0.origin) }
        guard !closed.isEmpty else { return }
        ahead.removeAll { !origins.isOpen($0.origin) }
        for (origin, id) in closed {
            seen[origin] = nil
            unknown.append(id)
        }
        originCount = 0
    }

    /// Whether the client came with more of an origin than was here when this was last looked at.
    func isAhead(_ origin: Int) -> Bool { ahead.contains { $0.origin == origin } }

    /// Lets go of entries about runs that are over, and of which nothing is here.
    mutating func forgetUnknown(in origins: OriginTable) {
        unknown.removeAll(where: origins.isOver)
    }

    /// Whether everything is here that the client came with: nothing can arrive any more that it has seen.
    var isSettled: Bool { unknown.isEmpty && ahead.isEmpty }

    /// Takes notice of a message that the reader gets.
    mutating func note(_ sequence: UInt64, of origin: Int) {
        seen[origin, default: Heads(now: sequence)].now = sequence
    }

    /// Takes notice of a message that the reader passes, since its client posted it.
    ///
    /// - Returns: Whether it counts as seen from now on; in a run that is hidden it would speak for those before it.
    mutating func pass(_ sequence: UInt64, of origin: Int, in origins: OriginTable) -> Bool {
        guard !hides(origin, in: origins) else { return false }
        if sequence > head(of: origin, in: origins) { note(sequence, of: origin) }
        return true
    }

    /// Takes notice that a run which is not named was seen, since a later one was.
    ///
    /// - Returns: Whether it is not named: then it says something of those before it.
    mutating func cover(_ origin: Int, upTo sequence: UInt64) -> Bool {
        guard !named.contains(origin) else { return false }
        let known = seen[origin]
        seen[origin] = Heads(before: max(sequence, known?.before ?? 0), now: max(sequence, known?.now ?? 0))
        return true
    }

    /// Takes over what the oldest named run of a node says of those before it.
    mutating func inherit(_ lineage: Lineage, of member: Int) {
        lineages[member] = lineage
    }

    /// Hides runs of nodes, by number, below an epoch, unless it is known up to where they were seen.
    mutating func hide(_ epochs: [Int: UInt64]) {
        hidden = epochs
    }

    /// Whether a message was seen, or is not to be given before it is known whether it was.
    func contains(_ sequence: UInt64, of origin: Int, in origins: OriginTable) -> Bool {
        if sequence <= head(of: origin, in: origins) { return true }
        return hides(origin, in: origins)
    }

    /// Whether a message was seen when the reader came, or is not to be given before it is known whether it was.
    func cameWith(_ sequence: UInt64, of origin: Int, in origins: OriginTable) -> Bool {
        if sequence <= headBefore(of: origin, in: origins) { return true }
        return hides(origin, in: origins)
    }

    /// The newest message of an origin that was seen when the reader came; 0 for none.
    func headBefore(of origin: Int, in origins: OriginTable) -> UInt64 {
        seen[origin]?.before ?? inheritedHead(of: origin, in: origins)
    }

    /// Whether it is not known yet up to where a run was seen.
    ///
    /// A later run that is here may say less of it than one that is not: it may have begun without a disk.
    func hides(_ origin: Int, in origins: OriginTable) -> Bool {
        guard !hidden.isEmpty, !named.contains(origin), origins.isOpen(origin),
            let end = hidden[origins[origin].node], origins[origin].epoch < end
        else { return false }
        // Of what was given since, positions say that it was seen.
        return seen[origin].map { $0.now == $0.before } ?? true
    }

    /// The newest message seen of an origin; 0 for none.
    func head(of origin: Int, in origins: OriginTable) -> UInt64 {
        seen[origin]?.now ?? inheritedHead(of: origin, in: origins)
    }

    private func inheritedHead(of origin: Int, in origins: OriginTable) -> UInt64 {
        guard !lineages.isEmpty else { return 0 }
        return lineages[origins[origin].node]?.covered[origin] ?? 0
    }
}
