/// What most channels have nothing of, and therefore no room for either.
struct ChannelExceptions: Initial {
    /// What turned out to be lost while somebody used the channel.
    var losses = Losses()

    /// The messages that have a key.
    var keys = KeyTable()

    /// What belongs to messages beside their frames.
    var notes = NoteTable()

    /// Where frames lie that live readers pass over: they have seen another copy of the message.
    var silentRanges = SlidingArray<Range<Int>>()
}
