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

    /// How far a reader of history is.
    struct History {
        /// The message before the next one.
        var last: Place?

        /// How many messages are left.
        var left: Int

        /// It reads the history as it was when there were no records from here on.
        var end: Int

        /// How many messages retention had let go when this was last looked at.
        var letGoCount: Int
    }

    enum Stage {
        /// Reading in the order of time.
        case history(History)

        /// Reading in the order of arrival, from this record on.
        case backlog(next: Int)
    }

    var stage: Stage

    /// What the client has seen.
    var filter: SeenFilter

    /// How many messages retention had let go when the reader came; what went later, it still gets, or is overtaken.
    var letGoCount: Int
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
