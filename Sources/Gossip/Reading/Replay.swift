/// What a reader reads before it goes on from an offset: history, or what it missed.
struct Replay: Sendable {
    /// The order of history.
    struct Place {
        var rank: Int64
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
        /// Reading in the order of ranks.
        case history(History)

        /// Reading in the order of arrival, from this record on.
        case backlog(next: Int)
    }

    var stage: Stage

    /// What the client has seen.
    var filter: SeenFilter

    /// How many messages retention had let go when the reader came; what went later, it still gets, or is overtaken.
    var letGoCount: Int

    /// From where on nothing can have been seen elsewhere.
    ///
    /// It is the end of the records, and of the losses, when everything was here that the client came with; `nil` as long as
    /// something of that is not here, which may be for ever: then the reader gets what is live, but stays a reader.
    var settledEnd: (record: Int, lossCount: Int)?
}
