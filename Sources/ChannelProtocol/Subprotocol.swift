/// The subprotocol of WebSocket in which programs speak to relay channels: JSON events, with IDs, keys and positions.
package enum Subprotocol {
    /// What a client offers and a node answers as `Sec-WebSocket-Protocol`.
    package static let channel = "mesh.channel.v1"
}
