extension Scenario {
    /// Lets everything happen, in virtual time, and looks at what became of the promises.
    ///
    /// - Parameter progress: Is told now and then which part, from 0 to 1, of the time with actions and faults is over.
    /// - Returns: What came of it.
    public func run(progress: (Double) -> Void = { _ in }) -> Outcome { Simulation.run(self, progress: progress) }
}
