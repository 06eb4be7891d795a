/// An entry that arrived here, or was made here: what links are cursors into.
struct Arrival {
    var origin: Int
    var sequence: UInt64

    /// The serial of the link that brought it; 0 when it was made here.
    var link: Int

    /// Whether it came on the eager path; what came as an answer must not change anybody's tree.
    var isLive: Bool
}
