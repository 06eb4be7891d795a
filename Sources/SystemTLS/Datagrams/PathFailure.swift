/// Why a sealed path is of no use any more.
public enum PathFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The handshake failed.
    case handshake(TLSFailure)

    /// Nobody answers: the peer is not there, or it holds another key and stays silent.
    case silent

    /// The peer does not know the path any more.
    case unknownThere

    /// A flight does not fit a datagram: some new default of OpenSSL is too large.
    case longFlight

    /// One line for the log.
    public var description: String {
        switch self {
        case .handshake(let failure): "\(failure)"
        case .silent: "nobody answers: the peer is not there, or it holds another key"
        case .unknownThere: "the peer does not know the path any more"
        case .longFlight: "the handshake does not fit into datagrams"
        }
    }
}
