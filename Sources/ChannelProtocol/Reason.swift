/// The words of a node that the other end knows: in a close frame, or in an event `error`.
package enum Reason {
    /// To whom has said more in a second than the node takes.
    package static let tooManyMessages = "Too many messages"

    /// To whom leaves too much unread of what only he gets.
    package static let tooMuchUnread = "Too much is unread"

    /// To the older of two connections of one client.
    package static let replaced = "Replaced by a newer connection"

    /// To all, from a node whose disk takes no more.
    package static let cannotWrite = "The node cannot write its data"

    /// To whom posts under a key that another session guards.
    package static let foreignKey = "the key is that of another session"

    /// To whom asks for what is before a message that is gone.
    package static let historyNotHeld = "the message that history is asked before is not held"

    /// To whom comes under the name of somebody else.
    package static func taken(_ username: String) -> String { "Username \(username) is already taken" }
}
