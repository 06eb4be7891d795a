public import Gossip

/// How a simulation ended.
public struct Outcome: Sendable {
    /// The seed.
    public var seed: UInt64

    /// Everything that happened in one number: the same scenario has the same in every process.
    public var hash: UInt64

    /// The promises that were broken; none is what one wants.
    public var violations: [Violation]

    /// How long after the last fault all nodes agreed, in nanoseconds; `nil` if they did not in time.
    public var recoveryTime: Int64?

    /// Which of the branches that matter some process took.
    public var marks: Marks

    /// What was counted.
    public var figures: Figures

    /// What became of the load, if the scenario is one that is measured.
    public var measurement: Measurement?

    /// What happened where, if the scenario is one that keeps a chronicle.
    public var chronicle: Chronicle?
}
