import MeshClient

/// Which nodes there are for a session, in the order in which they are dialed, and which one it is on.
///
/// When a node is lost the others come first. When none of them answers there is a pause, by chance, so that many clients
/// that lost the same node do not come at once, and longer each time.
struct NodeTour<Node: Equatable> {
    /// How long a node may take to answer who dials, in nanoseconds.
    static var patience: Int64 { 5_000_000_000 }

    private static var millisecond: Int64 { 1_000_000 }

    /// How many nodes are remembered: a server may name any number, and who must go on elsewhere needs a few.
    static var limit: Int { 256 }

    /// The nodes, in the order of the next round.
    private(set) var nodes: [Node]

    /// The node that the session is on, or was last.
    private(set) var current: Node

    /// Whether a node was dialed that has not let the session in yet.
    var isDialing: Bool { dialed != nil }

    private var dialed: Int?
    private var pauses = DialingPauses()

    /// Begins with one node.
    init(from home: Node) {
        nodes = [home]
        current = home
    }

    /// Begins a round.
    ///
    /// - Returns: The node to dial.
    mutating func begin() -> Node {
        dialed = 0
        return nodes[0]
    }

    /// The node that was dialed does not answer.
    ///
    /// - Returns: The next one to dial; `nil` when the round is over, or nobody was dialed.
    mutating func next() -> Node? {
        guard let next = dialed.map({ $0 + 1 }), next < nodes.count else { return nil }
        dialed = next
        return nodes[next]
    }

    /// The node that was dialed has let the session in.
    ///
    /// - Parameter now: The time, in nanoseconds.
    /// - Returns: Whether one was dialed.
    mutating func arrive(at now: Int64) -> Bool {
        guard let dialed else { return false }
        (current, self.dialed) = (nodes[dialed], nil)
        pauses.stand(from: now / Self.millisecond)
        return true
    }

    /// Nobody answered, or the current node was lost.
    ///
    /// - Parameters:
    ///   - now: The time, in nanoseconds.
    ///   - chance: From 0 to 1.
    /// - Returns: How long to wait before the next round, in nanoseconds.
    mutating func pause(at now: Int64, chance: Double) -> Int64 {
        dialed = nil
        nodes = nodes.filter { $0 != current } + [current]
        return pauses.next(at: now / Self.millisecond, of: nodes.count, chance: chance) * Self.millisecond
    }

    /// Dials nobody any more.
    mutating func stop() {
        dialed = nil
    }

    /// Takes in nodes that there are as well, as far as there is room.
    mutating func add(_ others: [Node]) {
        for node in others {
            guard nodes.count < Self.limit else { return }
            if !nodes.contains(node) { nodes.append(node) }
        }
    }

    /// Takes in which nodes there are, beside the current one.
    mutating func replace(with others: [Node]) {
        nodes = [current]
        add(others)
    }
}
