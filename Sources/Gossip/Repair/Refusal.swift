/// A neighbour's word that what is missing is gone, which is not the last one yet: it keeps less than this node, and another
/// may be about to bring it.
struct Refusal {
    /// The neighbour's link.
    let link: Int

    /// The first entry that it says is gone.
    let sequence: UInt64

    /// How long others have to bring it, or to tell of it, in monotonic nanoseconds.
    let end: Int64

    /// Whether they had that time, and the neighbour is to say it once more.
    var isOver = false
}
