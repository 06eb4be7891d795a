/// The number of an open socket, borrowed from whoever owns it: no ownership, no reference counting.
///
/// This is what a fan-out loop keeps in its table. Its owner must close the socket after the last use of the number.
public struct SocketNumber: Hashable, Sendable {
    /// The network's number for the socket: of the kernel's sockets, the descriptor.
    public let rawValue: Int32

    /// Names a socket that somebody else owns.
    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }
}

/// What became of bytes that were to be sent.
@frozen
public enum SendResult: Equatable, Sendable {
    /// That many of the bytes were taken, from the front.
    case sent(Int)

    /// There is no room now; wait until the socket is writable.
    case wouldBlock

    /// The connection is lost; the value is `errno`.
    case failed(Int32)
}

/// What became of a wish to receive.
public enum Received: Equatable, Sendable {
    /// That many bytes arrived.
    case bytes(Int)

    /// Nothing is here now.
    case wouldBlock

    /// The peer will send no more.
    case ended
}
