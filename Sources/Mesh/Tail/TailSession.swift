import BroadcastMesh
import MeshClient

/// What a reader of a relay channel must remember to go on at another node.
///
/// A value without socket, clock or dice, as ``ChatSession`` is; times are in monotonic nanoseconds.
struct TailSession {
    /// What it wants done.
    enum Action: Equatable {
        /// Open a WebSocket at this URL, and forget the one before.
        case dial(String)

        /// Close the WebSocket, and forget it.
        case hangUp

        /// Ask this node which others there are.
        case askForNodes(NodeAddress)

        /// Print a message.
        case show(WebSocketMessage)

        /// Tell the person.
        case notice(String)

        /// It is over, for this reason.
        case end(reason: String)
    }

    /// How long the history of a node may take to arrive.
    static let historyTime: Int64 = 2_000_000_000

    let channel: String
    let history: Int?

    /// When ``handleTimer(at:chance:)`` must be called; `nil` for never.
    private(set) var deadline: Int64?

    private(set) var nodes: [NodeAddress]
    private var address: NodeAddress
    private var overlap = RelayOverlap()
    private var dialed: Int?
    private var isOpen = false
    private var wasOpen = false
    private var failures = 0

    /// Describes a reader.
    ///
    /// - Parameters:
    ///   - channel: What to read.
    ///   - history: How many messages of before; `nil` for none.
    ///   - home: The node to begin with.
    init(channel: String, history: Int?, home: NodeAddress) {
        self.channel = channel
        self.history = history
        address = home
        nodes = [home]
    }

    /// Begins.
    mutating func begin(at now: Int64) -> [Action] {
        dial(0, at: now)
    }

    /// Takes in that the node let us in.
    mutating func handleOpening(at now: Int64) -> [Action] {
        guard let dialed else { return [] }
        let isOther = wasOpen
        address = nodes[dialed]
        (self.dialed, isOpen, wasOpen, failures) = (nil, true, true, 0)
        deadline = now + Self.historyTime
        let loss =
            overlap.historyCount == 0
            ? "what was posted meanwhile may be missing" : "a text that was shown before may be missing"
        overlap.begin()
        return (isOther ? [.notice("goes on at \(address.base); \(loss)")] : []) + [.askForNodes(address)]
    }

    /// Takes in a message.
    mutating func handleMessage(_ message: WebSocketMessage) -> [Action] {
        overlap.take(message).map(Action.show)
    }

    /// Takes in which nodes there are.
    mutating func handleNodes(_ others: [NodeAddress]) {
        for node in others where !nodes.contains(node) { nodes.append(node) }
    }

    /// Takes in the end of the WebSocket, or of the attempt to open one.
    mutating func handleClose(code: UInt16, reason: String, at now: Int64, chance: Double) -> [Action] {
        // What this node refuses, every node refuses.
        if code == 1008 { return end(reason) }
        return overlap.finish().map(Action.show) + fail(reason, at: now, chance: chance)
    }

    /// Takes in that the deadline has come.
    mutating func handleTimer(at now: Int64, chance: Double) -> [Action] {
        guard let deadline, now >= deadline else { return [] }
        self.deadline = nil
        if isOpen { return overlap.finish().map(Action.show) }
        if dialed != nil { return [.hangUp] + fail("the node does not answer", at: now, chance: chance) }
        return dial(0, at: now)
    }

    private mutating func dial(_ index: Int, at now: Int64) -> [Action] {
        dialed = index
        deadline = now + ChatSession.patience
        let count = wasOpen ? overlap.historyCount : history
        let query = count.map { [(name: "history", value: "\($0)")] } ?? []
        return [.dial(nodes[index].channel(channel, query: query))]
    }

    private mutating func fail(_ reason: String, at now: Int64, chance: Double) -> [Action] {
        if let next = dialed.map({ $0 + 1 }), next < nodes.count { return dial(next, at: now) }
        let isNews = isOpen
        (dialed, isOpen) = (nil, false)
        guard wasOpen else { return end(reason) }
        // The others come first.
        nodes = nodes.filter { $0 != address } + [address]
        let wait = min(ChatSession.longestWait, 1_000_000_000 << Int64(min(failures, 5)))
        deadline = now + Int64(Double(wait) * chance)
        failures += 1
        return isNews ? [.notice("\(address.base): \(reason); looking for another node")] : []
    }

    private mutating func end(_ reason: String) -> [Action] {
        (dialed, deadline, isOpen) = (nil, nil, false)
        return [.hangUp, .end(reason: reason)]
    }
}
