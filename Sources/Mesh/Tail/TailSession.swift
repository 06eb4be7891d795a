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

    private var tour: NodeTour<NodeAddress>
    private var overlap = RelayOverlap()
    private var isOpen = false
    private var wasOpen = false

    /// Describes a reader.
    ///
    /// - Parameters:
    ///   - channel: What to read.
    ///   - history: How many messages of before; `nil` for none.
    ///   - home: The node to begin with.
    init(channel: String, history: Int?, home: NodeAddress) {
        self.channel = channel
        self.history = history
        tour = NodeTour(from: home)
    }

    /// Begins.
    mutating func begin(at now: Int64) -> [Action] {
        dial(tour.begin(), at: now)
    }

    /// Takes in that the node let us in.
    mutating func handleOpening(at now: Int64) -> [Action] {
        guard tour.arrive() else { return [] }
        let isOther = wasOpen
        (isOpen, wasOpen) = (true, true)
        deadline = now + Self.historyTime
        let loss =
            overlap.historyCount == 0
            ? "what was posted meanwhile may be missing" : "a text that was shown before may be missing"
        overlap.begin()
        return (isOther ? [.notice("goes on at \(tour.current.base); \(loss)")] : []) + [.askForNodes(tour.current)]
    }

    /// Takes in a message.
    mutating func handleMessage(_ message: WebSocketMessage) -> [Action] {
        overlap.take(message).map(Action.show)
    }

    /// Takes in which nodes there are.
    mutating func handleNodes(_ others: [NodeAddress]) {
        tour.add(others)
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
        if tour.isDialing { return [.hangUp] + fail("the node does not answer", at: now, chance: chance) }
        return dial(tour.begin(), at: now)
    }

    private mutating func dial(_ node: NodeAddress, at now: Int64) -> [Action] {
        deadline = now + NodeTour<NodeAddress>.patience
        let count = wasOpen ? overlap.historyCount : history
        let query = count.map { [(name: "history", value: "\($0)")] } ?? []
        return [.dial(node.channel(channel, query: query))]
    }

    private mutating func fail(_ reason: String, at now: Int64, chance: Double) -> [Action] {
        if let next = tour.next() { return dial(next, at: now) }
        let isNews = isOpen
        isOpen = false
        guard wasOpen else { return end(reason) }
        deadline = now + tour.pause(chance: chance)
        return isNews ? [.notice("\(tour.current.base): \(reason); looking for another node")] : []
    }

    private mutating func end(_ reason: String) -> [Action] {
        (deadline, isOpen) = (nil, false)
        tour.stop()
        return [.hangUp, .end(reason: reason)]
    }
}
