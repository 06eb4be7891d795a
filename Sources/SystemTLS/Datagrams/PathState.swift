/// Where a path is in its life.
public enum PathState: Equatable, Sendable {
    /// The sides get to know each other.
    case handshaking

    /// Payloads go both ways.
    case open

    /// It is of no use any more.
    case failed(PathFailure)
}
