import Bytes

/// A node of the mesh, whatever its run.
struct MeshMember {
    /// Its name.
    let name: String

    /// Its newest run that was heard of; older ones are over, and their users with them.
    var currentRun: Int?

    /// The numbers of its runs that were heard of, the oldest first.
    var runs: [Int] = []

    /// Whether a path of links that both ends report leads to it.
    var isReachable = false

    /// What passed over this node's links to it that are closed.
    var pastLinks = LinkStatistics()
}

/// Numbers for names of nodes and for their runs, so that everything else can be an array.
struct OriginTable {
    /// The most runs that are told apart; a restart makes one, so this is years of restarts.
    static let limit = 1 << 20

    private(set) var origins: [Origin] = []
    private(set) var members: [MeshMember] = []
    private var memberNumbers: [String: Int] = [:]
    private var index = OriginIndex()

    /// What is known of the origins' logs at the other ends of links.
    var peerLogs = PeerLogs()

    /// The number of a node, if anything was heard of it.
    func member(named name: String) -> Int? { memberNumbers[name] }

    /// The number of a node.
    mutating func member(namedOrNew name: String) -> Int {
        if let number = memberNumbers[name] { return number }
        memberNumbers[name] = members.count
        members.append(MeshMember(name: name))
        return members.count - 1
    }

    /// The number of a node that a link is said to lead to; `nil` for a new one when there are `limit` already.
    mutating func member(linkedAs name: String, limit: Int) -> Int? {
        members.count < limit ? member(namedOrNew: name) : member(named: name)
    }

    /// Finds the number of a run by what stands in a message, without making a string.
    func number(of name: Span<UInt8>, epoch: UInt64) -> Int? {
        let tag = NameTag(name)
        return index.number(of: name.hash(seed: epoch)) { number in
            origins[number].epoch == epoch && origins[number].tag == tag
                && (tag.isWhole || origins[number].name.isEqual(to: name))
        }
    }

    /// Adds a run that has no number yet.
    mutating func add(_ name: String, epoch: UInt64) -> Int {
        let bytes = Array(name.utf8)
        let identity = bytes.span.hash(seed: epoch)
        index.insert(origins.count, for: identity)
        peerLogs.addOrigin()
        let member = member(namedOrNew: name)
        let number = origins.count
        origins.append(Origin(node: member, name: bytes, epoch: epoch, identity: identity))
        members[member].runs.insert(number, at: place(of: epoch, in: member))
        return number
    }

    /// Finds the run of a node that has an epoch.
    func run(of member: Int, epoch: UInt64) -> Int? {
        let place = place(of: epoch, in: member)
        guard place < members[member].runs.count else { return nil }
        let run = members[member].runs[place]
        return origins[run].epoch == epoch ? run : nil
    }

    /// Where a run stands, or would stand, among those of its node.
    private func place(of epoch: UInt64, in member: Int) -> Int {
        var low = 0
        var high = members[member].runs.count
        while low < high {
            let middle = (low + high) / 2
            if origins[members[member].runs[middle]].epoch < epoch { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// An origin, to be read or changed in place.
    subscript(number: Int) -> Origin {
        _read { yield origins[number] }
        _modify { yield &origins[number] }
    }

    /// A node, to be read or changed in place.
    subscript(member number: Int) -> MeshMember {
        _read { yield members[number] }
        _modify { yield &members[number] }
    }

    /// Whether a run sorts before another: by name, then epoch.
    func isBefore(_ first: Int, _ second: Int) -> Bool {
        let (first, second) = (origins[first], origins[second])
        if first.name != second.name { return first.name.lexicographicallyPrecedes(second.name) }
        return first.epoch < second.epoch
    }
}
