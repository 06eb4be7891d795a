extension Gap {
    /// Messages of one channel in a gap.
    ///
    /// Two are equal where they count the same, whoever knows where that stood.
    struct Count: Equatable, Sendable {
        /// The channel; `nil` for those beyond ``channelLimit``.
        var channel: ChannelKey?

        /// How many messages.
        var messages: UInt64

        /// No message of it stood above this entry, nor above the gap: who has had that one has missed none of them.
        ///
        /// It is known of what was let go here, and neither written nor sent.
        var last = UInt64.max

        static func == (one: Count, other: Count) -> Bool {
            one.channel == other.channel && one.messages == other.messages
        }
    }
}
