/// What keeps a channel alive, and whether the list of those that grew has it.
struct ChannelUse {
    /// How many clients and users keep the channel alive.
    var retainCount: Int32 = 0

    /// How many of the losses that all channels have it has passed or taken notice of.
    var commonLossCount = 0

    /// Whether this stands for a number without a channel.
    var isFree = false

    /// Whether the list of channels that grew has it.
    var isMarkedGrown = false

    /// Whether nobody needs to know of it.
    var isIdle: Bool { !isFree && retainCount == 0 && !isMarkedGrown }
}
