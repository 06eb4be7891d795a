import WebSocket

/// What a program posts on a channel of the node that it embeds.
struct ChannelPost: Sendable {
    /// The channel's name.
    let channel: [UInt8]

    /// Text or binary.
    let type: MessageType

    /// What it says.
    let bytes: [UInt8]

    /// Whether that is JSON, and by what a repetition is known.
    let notes: MessageNotes
}

/// A node, as the channels see it that a program has of it.
protocol ChannelHost: AnyObject, Sendable {
    /// Posts, once the node serves and the channel has room.
    ///
    /// - Returns: The message's ID.
    /// - Throws: Why it is not posted.
    func post(_ post: ChannelPost) async throws -> String

    /// Begins to hear for somebody who listens, unless that has begun.
    func begin(_ hearing: Hearing) async

    /// Brings what there is to somebody who listens; returns once there is something, or the task is cancelled.
    func bring(to hearing: Hearing) async

    /// Somebody listens no more, by number.
    func forget(_ number: Int) async
}
