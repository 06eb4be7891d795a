/// What is looked at for a reader, in records of messages and in what costs as much: whoever has it done pays for that.
///
/// Whatever looks takes its looks here, as it goes. What can be put off asks how many are left; all else takes as many as it
/// needs.
public struct Looks: Sendable {
    /// How many were taken, which are to be paid for.
    public private(set) var taken = 0

    /// How many more may be taken; below zero where something that cannot be put off took more.
    private(set) var left: Int

    /// How many were taken beside those that a step may take.
    private var owed = 0

    /// For what is looked at whole, however much that is.
    public init() { left = 0 }

    /// For what is looked at in steps: each goes on as long as any are left.
    public init(atMost limit: Int) { left = limit }

    /// Takes some.
    mutating func take(_ count: Int = 1) {
        taken += count
        left -= count
    }

    /// Takes some for what comes before a step and is given no less for it: else who has much of that would never get on.
    mutating func takeBeside(_ count: Int = 1) {
        taken += count
        owed += count
    }

    /// A step is done: what was taken beside it is missing to the next one.
    mutating func endStep() {
        left -= owed
        owed = 0
    }
}
