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
}

extension WholeScenario {
    /// Runs the scenario.
    public func run() -> WholeOutcome {
        var mesh = WholeMesh(self)
        return mesh.run()
    }
}
