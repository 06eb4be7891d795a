/// Something of an origin's log is missing here, and exists elsewhere.
///
///     waiting ──the deadline passes──▶ asked ──the answer ends──▶ nothing is missing any more
///        ▲                               │
///        └──────no answer in time────────┘
struct Want {
    /// The link that was asked; `nil` while the eager path is given time, or nobody can be asked.
    var askedLink: Int?

    /// When to ask, or to give up on the link that was asked; monotonic nanoseconds.
    var deadline: Int64

    /// Links that did not answer, or that hold no more of it than a gap.
    var triedLinks: [Int] = []

    /// How often in a row no neighbour was known to have it.
    var lonelyRounds = 0

    /// Whether the want began with a head that a lazy link announced: the parent should have brought it.
    var isOverdue: Bool
}
