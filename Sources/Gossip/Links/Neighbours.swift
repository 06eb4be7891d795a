/// The nodes that links may lead to, and what is remembered of each beyond the end of a link.
struct Neighbours {
    private struct Record {
        var pastLinks = LinkStatistics()
        var clockSkew = ClockSkew()
        var disagreement = Disagreement()
    }

    private var names: Set<String>

    /// By the numbers of nodes.
    private var records: [Int: Record] = [:]

    /// Starts with those that `mesh.json` names.
    init(_ names: [String]) {
        self.names = Set(names)
    }

    /// Whether links may lead to a node of this name.
    func contains(_ name: String) -> Bool { names.contains(name) }

    /// Goes on with other nodes; of those that are none any more it is remembered what passed.
    mutating func replace(with names: [String]) { self.names = Set(names) }

    /// What passed over this node's links to a peer that are closed.
    func pastLinks(to member: Int) -> LinkStatistics { records[member]?.pastLinks ?? LinkStatistics() }

    /// How far a peer's wall clock is ahead, in microseconds; `nil` before it said.
    func clockSkew(of member: Int) -> Int64? { records[member]?.clockSkew.offset }

    /// What a peer was told differently for a while; see ``Disagreement``.
    func differences(from member: Int) -> [Agreement.Matter] { records[member]?.disagreement.lasting ?? [] }

    /// Takes notice of what passed over a link that has closed.
    mutating func noteClosed(_ statistics: LinkStatistics, to member: Int) {
        records[member, default: Record()].pastLinks += statistics
    }

    /// Takes notice of what a peer was told differently; see ``Disagreement/note(_:at:)``.
    ///
    /// - Returns: Whether something else lasts than before, over whichever link.
    mutating func note(_ differences: [Agreement.Matter], to member: Int, at now: Int64) -> Bool {
        // Where all is well nothing is kept.
        guard records[member] != nil || !differences.isEmpty else { return false }
        return records[member, default: Record()].disagreement.note(differences, at: now)
    }

    /// Takes notice of what a peer's wall clock showed; see ``ClockSkew/note(wall:roundTrip:at:)``.
    ///
    /// - Returns: What is to be told, if anything.
    mutating func noteClock(of member: Int, wall: Int64, roundTrip: Int64, at now: Moment) -> ClockSkew.News? {
        records[member, default: Record()].clockSkew.note(wall: wall, roundTrip: roundTrip, at: now)
    }
}
