/// A host whose node is real, and whose words do not leave it as they are.
///
/// Nothing proves who made an entry, so there is something that it could do and does not: it never says an entry of a
/// run that somebody else is in, and never greets under another's name. Whoever hears such a thing first believes it,
/// and only a signature could help. Everything else it may say.
public struct Hostility: Sendable, Equatable {
    /// When it begins to lie, in nanoseconds.
    public var begin: Int64

    /// When it stops; `nil` for never.
    public var end: Int64?

    /// How many of its frames it spoils, in a million.
    public var spoiledPerMillion: Int

    /// Whether it makes up newer and older runs under the names of other nodes: those lose sight of each other until
    /// they have taken up a newer one.
    public var forgesRuns: Bool

    /// Whether it never stops.
    public var isForEver: Bool { end == nil }

    /// Whether it lies at a time, in nanoseconds.
    func isActive(at time: Int64) -> Bool { begin <= time && time < end ?? .max }
}

extension Hostility: CustomStringConvertible {
    /// As a part of a line for people: `2.500 s to 3.700 s: lies in 20 % of what it says`.
    public var description: String {
        let until = end.map(Fault.seconds) ?? "the end"
        let runs = forgesRuns ? ", of runs of others too" : ""
        return "\(Fault.seconds(begin)) to \(until): lies in \(spoiledPerMillion / 10_000) % of what it says\(runs)"
    }
}

extension Scenario {
    /// The hosts that lie, be it for a while.
    var liars: Set<Int> { Set(hosts.indices.filter { hosts[$0].hostility != nil }) }

    /// Whether somebody lies.
    var hasLiars: Bool { hosts.contains { $0.hostility != nil } }
}
