/// What came of a simulation of whole nodes.
public struct WholeOutcome: Sendable {
    /// The promises that were broken.
    public var violations: [WholeViolation]

    /// One number for everything that happened.
    public var hash: UInt64

    /// How many messages came out of clients' sockets.
    public var hearings: Int

    /// How many turns all nodes took.
    public var turns: Int

    /// What happened where, if the scenario is one that keeps a chronicle.
    public var chronicle: Chronicle?
}

extension WholeScenario {
    /// Runs the scenario.
    public func run() -> WholeOutcome {
        var mesh = WholeMesh(self)
        return mesh.run()
    }
}

extension WholeOutcome {
    /// What happened, a line each, if somebody kept a chronicle: when, at which node, what.
    public var story: String {
        guard let chronicle else { return "" }
        let lines = chronicle.entries.map { entry in
            let what =
                switch entry.event {
                case .start: "starts"
                case .death: "is gone"
                case .post(let message): "takes in \"\(chronicle.names[message])\""
                case .arrival(let message): "gives out \"\(chronicle.names[message])\""
                case .visit(let words): words
                }
            return "\(Fault.seconds(entry.time)) n\(entry.host) \(what)\n"
        }
        return lines.joined()
    }
}
