/// Something of an origin's log is missing here, and exists elsewhere.
///
///     waiting ──the deadline passes──▶ asked ──the answer ends──▶ nothing is missing any more
///        ▲                               │
///        └──────no answer in time────────┘
struct Want {
    /// The link that was asked; `nil` while the eager path is given time, or nobody can be asked.
    var askedLink: Int?

    /// The first entry that the link was asked for.
    var askedFrom: UInt64 = 0

    /// When to ask, or to give up on the link that was asked; monotonic nanoseconds.
    var deadline: Int64

    /// Links that did not answer, or that hold no more of it than a gap.
    var triedLinks: [Int] = []

    /// Later runs of its node that wait for it; see ``RunLink``.
    var laterRuns: [Int] = []

    /// How often in a row no neighbour was known to have it.
    var lonelyRounds = 0

    /// Whether the want began with a head that a lazy link announced: the parent should have brought it.
    var isOverdue: Bool

    /// Frames that links were in the middle of when the want came up: it may be in them.
    var awaited: [AwaitedFrames] = []
}

/// Frames that a link is in the middle of.
struct AwaitedFrames {
    /// How many frames behind those that were begun may hold what is awaited: they stood in the sender's queue.
    static let spare: UInt64 = 64

    /// The serial of the link.
    var link: Int

    /// The first frame that is not awaited.
    var end: UInt64
}
