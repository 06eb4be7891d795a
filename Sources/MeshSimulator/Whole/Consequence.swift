/// What comes of it, as the contract has it.
enum Consequence: Equatable, Sendable {
    /// Nothing that could be told beforehand.
    case anything

    /// Answers with these statuses, in this order.
    case answers([Int])

    /// One answer with this status, and the end of the connection.
    case sentAway(Int)

    /// Answers with these statuses, in this order, and somewhere in what comes this text.
    case told([Int], String)

    /// A close frame with this code.
    case close(UInt16)

    /// A pong, and then the close frame is answered.
    case pongs(Int)

    /// The end of the connection.
    case end

    /// Answers with the second status, and then mostly with the first.
    case refusals(Int, behind: Int)

    /// One answer with the first status, or one with the second and the end of the connection.
    case taken(Int, orSentAway: Int)

    /// So many answers that it is all right, so many of them packed.
    case packings(Int, of: Int)

    /// Nothing of what one node tells another.
    case questions
}

/// One step of a stranger.
enum StrangerStep: Equatable, Sendable {
    /// Sends bytes.
    case send([UInt8])

    /// Answers the greeting of a node, once that is here: a node takes nothing else before.
    case welcome

    /// Asks for what was said before the last of two messages of a chat, once both are here.
    case askForPast

    /// Sends what was last on its way to the same node.
    case repeatOverheard

    /// Goes on once the connection is a WebSocket; where the node does not serve yet, nothing more is done.
    case upgraded

    /// Waits, in nanoseconds.
    case wait(Int64)

    /// Reads nothing from now on.
    case stopReading

    /// Lets go, with an RST or without.
    case leave(abruptly: Bool)
}
