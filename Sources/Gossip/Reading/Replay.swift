/// A reader of a channel that is not live yet: it reads history, or comes back with a position.
///
///     history ──everything older was read──▶ backlog ──the members' offset is reached, and nothing
///                                               ▲        that arrives can have been seen──▶ live
///     position ─────────────────────────────────┘
public struct Replay {
    /// The order of history.
    struct Place {
        var time: Int64
        var origin: Int
        var sequence: UInt64
    }

    enum Stage {
        /// Reading in the order of time the messages below record `end`; `last` was the last one.
        case history(last: Place?, left: Int, end: Int)

        /// Reading in the order of arrival, from this record on.
        case backlog(next: Int)
    }

    var stage: Stage

    /// What the client has seen; `nil` when it comes with no position, or once that can be forgotten.
    var filter: SeenFilter?
}

/// What a reader gets next.
public enum ReplayStep: Equatable, Sendable {
    /// Frames that lie at these offsets of the channel's log, in one chunk.
    case frames(Range<Int>)

    /// Nothing now: ask again when the channel has grown.
    case wait

    /// Everything was read: the reader goes on with the members, from where they are.
    case live

    /// Retention let go of what was next.
    case overtaken
}
