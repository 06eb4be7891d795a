/// Where clients come to a node.
package enum ClientPath {
    /// The WebSocket of the chat.
    package static let chat = "/start_web_socket"

    /// What stands before the name of a relay channel.
    package static let channels = "/channels/"
}
