/// What a handler wants to hear about a socket.
///
/// The empty set pauses a socket: only a hang-up is reported then, and it is reported each turn.
public struct Interest: OptionSet, Sendable {
    /// One bit for each direction.
    public let rawValue: UInt8

    /// Makes a set of its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Something to receive or accept.
    public static let read = Interest(rawValue: 1)

    /// Room to send, or the end of a connection attempt.
    public static let write = Interest(rawValue: 2)

    /// Both.
    public static let readWrite: Interest = [.read, .write]
}
