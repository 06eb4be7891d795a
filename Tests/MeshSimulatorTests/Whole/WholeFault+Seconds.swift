@testable import MeshSimulator

extension WholeFault {
    /// A fault from one second of the scenario to another.
    init(_ trouble: Trouble, seconds: ClosedRange<Int64>) {
        let second: Int64 = 1_000_000_000
        self.init(trouble, start: seconds.lowerBound * second, end: seconds.upperBound * second)
    }
}
