/// What somebody was told is lost, of each run up to where: it is not told again when the same reader begins anew behind its
/// position.
///
/// A position passes losses only where it names the run already. To name another one would say something of the runs before
/// it on nodes that know those. This stays with the reader, and says nothing to anybody.
public struct ToldLosses: Sendable {
    /// Up to where nothing was held, by the identity of the run; of runs that are here and not closed.
    private var ends: [UInt64: UInt64] = [:]

    /// Was told of nothing.
    public init() {}

    /// Up to where losses of a run were told, or it was seen.
    func end(of run: Origin, seen head: UInt64) -> UInt64 { max(head, ends[run.identity] ?? 0) }

    /// Takes notice of what a reader was told, and of nothing else any more: as many as there are runs with losses.
    mutating func replace(by ends: [UInt64: UInt64]) { self.ends = ends }
}
