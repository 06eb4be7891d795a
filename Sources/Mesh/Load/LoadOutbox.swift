import MeshClient
import Reactor

/// What a client of a load has to say, and what of that the kernel has not taken yet.
struct LoadOutbox {
    /// What was said since the last flush.
    var words: [UInt8]

    private var bytes = StreamOutbox(keepingRoom: .max)

    /// Begins with something to say.
    init(_ words: [UInt8]) {
        self.words = words
    }

    /// Hands over what waits, as far as there is room.
    ///
    /// - Parameters:
    ///   - socket: To whom.
    ///   - tls: What seals it, where anything does.
    /// - Returns: Whether nothing waits any more.
    /// - Throws: When the connection is lost.
    mutating func flush(to socket: borrowing Socket, sealedBy tls: inout ClientTLS?) throws(SystemError) -> Bool {
        if tls != nil {
            tls?.send(words)
            bytes.append(tls?.takeOutgoing() ?? [])
        } else {
            bytes.append(words)
        }
        words.removeAll(keepingCapacity: true)
        try bytes.flush(to: socket)
        return bytes.isEmpty
    }
}
