/// Why a request gets no more than an error.
enum Refusal: Error, Equatable {
    /// There is nothing at this path.
    case notFound

    /// Not with this method; these are the ones.
    case methodNotAllowed(String)

    /// Only as a WebSocket.
    case upgradeRequired

    /// The channel's name is longer than `ChannelKind.nameLimit`.
    case channelNameTooLong

    /// A page from elsewhere.
    case foreignOrigin

    /// As many clients as are allowed are attached.
    case tooManyClients

    /// The node is about to end, or has not begun.
    case notServing

    /// The client posts faster than the configured rate.
    case tooManyMessages

    /// All clients together have begun to send more than there is room for.
    case noRoom

    /// The body was announced as text and is none.
    case bodyNotUTF8

    /// The body was announced as JSON and is none.
    case bodyNotJSON

    /// A link of a demonstration cannot be so.
    case malformedSwitch

    /// The key of a post is no text, is empty, or longer than a key may be; see ``MessageNotes/keyLengths``.
    case malformedKey

    /// The key of a post is one that a client of the channel protocol guards by its session; see `GuardedKey`.
    case guardedKey
}
