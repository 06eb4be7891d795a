/// What a node has written to its data directory since it started.
struct JournalFigures {
    /// How many messages were written.
    var messages = 0

    /// How many bytes were written, checkpoints included.
    var bytes = 0

    /// How many bytes of these were checkpoints.
    var checkpointBytes = 0

    /// How often the disk was waited for.
    var syncs = 0

    /// How often the event loop waited for it, be it for a file or for names.
    var ownWaits = 0

    /// How long writing took, in nanoseconds: the event loop did nothing else meanwhile.
    var writeTime: Int64 = 0

    /// How long the disk was waited for, in nanoseconds, on the event loop or on another thread.
    var syncTime: Int64 = 0
}
