/// Messages that are too long for some nodes, which count them as lost.
extension RelayJudge {
    /// Whether a message is.
    func isLong(_ message: Message) -> Bool { message.content.length > lengthForAll }

    /// How often somebody posted such messages on a channel.
    func longCount(on channel: String) -> Int {
        (channels[channel]?.messages ?? []).reduce(0) { isLong($1) ? $0 + $1.sends : $0 }
    }
}
