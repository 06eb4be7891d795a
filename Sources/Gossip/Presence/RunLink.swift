/// What a run of a node says of the one before it.
///
/// Whoever has the entry that says so has had the earlier run up to that number, or a gap in its place: every node waits
/// for that. So a client that has seen anything above it has seen the earlier run too, and that run's earlier one.
struct RunLink: Equatable, Sendable {
    /// The number of the entry that says so.
    var at: UInt64

    /// The earlier run of the same node.
    var epoch: UInt64

    /// The newest entry of it that the node had.
    var upTo: UInt64
}
