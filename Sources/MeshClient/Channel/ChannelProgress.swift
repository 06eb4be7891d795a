/// How far all that came of a channel was heard.
enum ChannelProgress: Equatable {
    /// As far as it came.
    case whole

    /// Up to a position: something that came behind it waits for others of its sender.
    case upTo(BroadcastChannel.Position)

    /// No further than before, as far as is known.
    case unknown
}
