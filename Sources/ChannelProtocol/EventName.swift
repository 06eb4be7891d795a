/// What an event is called, in its member `event`: what nodes say to programs and to chat clients, and those to nodes.
package enum EventName: String, CaseIterable, CustomStringConvertible {
    /// To both: where the client is; the first event of one that reads before it is live.
    case attached

    /// To both: so many messages that the client has not seen are no longer held.
    case gap

    /// To both: a message with a key is held by so many nodes, or each of several is.
    case acknowledgement = "ack"

    /// To both: what was wrong with what the client sent.
    case error

    /// To a program: a message of its channel.
    case message

    /// From a program: a message to post.
    case post

    /// From a program: several of them.
    case posts

    /// In the chat: from a client what it says, to everybody who said what.
    case sendMessage = "send-message"

    /// In the chat: everybody who is there.
    case updateUsers = "update-users"

    /// In the chat: who came and who left since the last list.
    case usersChanged = "users-changed"

    /// In the chat: from a client which messages of before it wants, to it what those are.
    case history

    /// As it stands in the event.
    package var description: String { rawValue }
}
