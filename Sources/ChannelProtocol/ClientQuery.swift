/// The names in the query with which a client comes, and the values that mean something.
package enum ClientQuery {
    /// The name under which a person speaks.
    package static let username = "username"

    /// The channel of a chat.
    package static let channel = "channel"

    /// The name of a relay channel that does not stand in the path.
    package static let name = "name"

    /// The client's secret, which recordings cross out.
    package static let session = "session"

    /// How many of the newest messages to read first.
    package static let history = "history"

    /// The position to go on from.
    package static let after = "after"

    /// Whether the client gets what it posts itself; ``no``, or else it does.
    package static let echo = "echo"

    /// Whether it gets the channel's messages at all; ``no``, or else it does.
    package static let listen = "listen"

    /// How it is told that messages are held; ``together``, or else of each.
    package static let acknowledgements = "acks"

    /// How it is told who is there; ``changes``, or else by whole lists.
    package static let users = "users"

    /// Not.
    package static let no = "false"

    /// Of messages that come together in one event.
    package static let together = "together"

    /// By one list, and then by what changes of it.
    package static let changes = "changes"
}
