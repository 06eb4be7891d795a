/// What whoever has a ``ChannelSession`` is to do.
enum ChannelAction: Equatable {
    /// Open a WebSocket there, in place of any other.
    case dial(String)

    /// Send that.
    case say(WebSocketMessage)

    /// Close the WebSocket.
    case hangUp

    /// The channel is heard, from this position on.
    case opened(BroadcastChannel.Position)

    /// A message came that was not heard before.
    case hear(BroadcastChannel.Message)

    /// At most so many messages are lost; what was lost of the runs that a position names lies at or below that.
    case gap(lost: Int, after: BroadcastChannel.Position?)

    /// Something is wrong that may pass.
    case problem(String)

    /// A node holds a post.
    case settled(key: String, id: String)

    /// A post was given up: it is larger than its node takes.
    case tooLarge(key: String, byteCount: Int)

    /// A post was given up: its node does not take it, and says why.
    case refused(key: String, reason: String)

    /// Nothing more will come.
    case ended
}
