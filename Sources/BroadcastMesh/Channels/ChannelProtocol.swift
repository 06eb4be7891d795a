/// The subprotocol of WebSocket in which programs speak to relay channels: JSON events, with IDs, keys and positions.
enum ChannelProtocol {
    /// What a client offers and a node answers as `Sec-WebSocket-Protocol`.
    static let name = "mesh.channel.v1"

    /// How long the line is at most that stands before the bytes of a binary message, in bytes: a key takes up to six times
    /// its length, all escaped.
    static let lineLimit = 1024

    /// What ends that line.
    static let lineEnd = UInt8(ascii: "\n")
}
