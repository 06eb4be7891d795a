/// What a node keeps of what it heard: `retention` in `mesh.json`.
///
/// The oldest messages go first.
public struct Retention: Hashable, Sendable {
    /// How many messages of a channel.
    public var messages = 10_000

    /// How much memory for all messages of a node, with everything that they cost, in bytes.
    public var bytes = 64 << 20

    /// How old, in seconds.
    public var seconds = 86_400

    /// Starts with the defaults.
    public init() {}
}
