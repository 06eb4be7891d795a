/// Where a connection stands in the closing handshake (RFC 6455 §7.1).
///
///     open ──we close──▶ waiting ──peer closes, or the deadline passes──▶ closed
///       └──────────────────────peer closes──────────────────────────────────▲
public struct ClosingHandshake: Sendable {
    private enum State: Sendable {
        /// Neither side has sent a close frame.
        case open

        /// We sent ours and wait for the peer's, until a time in nanoseconds.
        case waiting(deadline: Int64)

        /// Both were sent, or we stopped waiting.
        case closed
    }

    /// What the shell must do next.
    public enum Directive: Equatable, Sendable {
        /// Send a close frame, and call ``handleTimeout(at:)`` at the deadline, in nanoseconds.
        case sendClose(code: UInt16, deadline: Int64)

        /// Answer the peer's close frame with its own code, then close the socket.
        case answerClose(code: UInt16?)

        /// Close the socket.
        case closeSocket
    }

    /// How long to wait for the peer's close frame, in nanoseconds: 5 s, several round trips on a bad line.
    public static let patience: Int64 = 5_000_000_000

    private var state = State.open

    /// Starts with the connection open.
    public init() {}

    /// Whether data frames may still be sent: none follow a close frame (§5.5.1).
    public var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// Starts the handshake from our side.
    ///
    /// - Parameters:
    ///   - code: A code that may be sent.
    ///   - now: The monotonic clock, in nanoseconds.
    /// - Returns: What to do; nothing when a close frame was sent before.
    public mutating func close(code: UInt16, at now: Int64) -> Directive? {
        switch state {
        case .open:
            state = .waiting(deadline: now + Self.patience)
            return .sendClose(code: code, deadline: now + Self.patience)
        case .waiting, .closed:
            return nil
        }
    }

    /// Takes in the peer's close frame.
    ///
    /// - Parameter code: The code that it carried, if any.
    /// - Returns: What to do; nothing when the connection is closed already.
    public mutating func handleClose(code: UInt16?) -> Directive? {
        switch state {
        case .open:
            state = .closed
            return .answerClose(code: code)
        case .waiting:
            state = .closed
            return .closeSocket
        case .closed:
            return nil
        }
    }

    /// Gives up on a peer that let the deadline pass.
    ///
    /// - Parameter now: The monotonic clock, in nanoseconds.
    /// - Returns: What to do; nothing before the deadline.
    public mutating func handleTimeout(at now: Int64) -> Directive? {
        switch state {
        case .waiting(let deadline) where deadline <= now:
            state = .closed
            return .closeSocket
        case .open, .waiting, .closed:
            return nil
        }
    }
}
