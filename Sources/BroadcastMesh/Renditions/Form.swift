/// How the messages of a channel are framed for its clients.
enum Form: UInt8 {
    /// As they were posted: chats, and plain relays.
    case plain

    /// As events of the channel protocol.
    case events
}
