/// What a person in a chat is told.
enum ChatNews: Equatable {
    /// Somebody, perhaps the person himself, said something.
    case message(String, by: String)

    /// Who is there, told once: to somebody who comes in.
    case present([String])

    /// Somebody came, at a node if that is known.
    case joined(String, node: String?)

    /// Somebody went.
    case left(String)

    /// So many messages are no longer to be had.
    case lost(Int)

    /// The chat goes on at another node.
    case moved(from: String?, to: String)

    /// The node is gone, and no other has answered yet.
    case alone(String?)

    /// The node did not like something.
    case refused(String)
}

/// What a ``ChatSession`` wants done.
enum ChatAction: Equatable {
    /// Open a WebSocket at this URL, and forget the one before.
    case dial(String)

    /// Send this text over the WebSocket.
    case send(String)

    /// Close the WebSocket, and forget it.
    case hangUp

    /// Tell the person.
    case show(ChatNews)

    /// An own message will not be sent, for this reason.
    case unsent(text: String, reason: String)

    /// An own message went to a node, and the person leaves before any has confirmed it.
    case unconfirmed(text: String)

    /// It is over: the node does not want us, or there is none. What for, in the node's words.
    case end(reason: String)
}
