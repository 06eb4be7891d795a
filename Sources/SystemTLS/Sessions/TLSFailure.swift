/// Why a TLS connection is of no use any more.
public enum TLSFailure: Error, Equatable, Sendable {
    /// What arrived is no record of TLS.
    case notSealed

    /// The peer named a key that is not held here; with the name.
    case unknownKey(String)

    /// The peer named a key that is held here, and could not prove that it has it.
    case unprovenKey

    /// The node that was dialed refused this node's key; with the alert.
    case keyRefused(UInt8)

    /// The handshake ended without a proof of the key.
    case keyNotProven

    /// The peer gave up; with its alert (RFC 8446 §6.2).
    case alert(UInt8)

    /// The server's certificate is not believed; with OpenSSL's words.
    case untrusted(String)

    /// The peer sent more than its share of records that carry no data (RFC 8446 §4.6, §5.1).
    case idleChatter

    /// The peer sent more than a handshake takes.
    case longHandshake

    /// The connection ended without a goodbye: the last message may be cut.
    case truncated

    /// What else the peer broke, in OpenSSL's words.
    case violation(String)
}

extension TLSFailure: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .notSealed: "the peer speaks without a key"
        case .unknownKey(let name): "the peer holds another key: \(name)"
        case .unprovenKey: "the peer names this node's key and does not have it"
        case .keyRefused(let alert): "the peer refused this node's key: \(Self.words(of: alert))"
        case .keyNotProven: "the peer did not prove that it has the key"
        case .alert(let alert): "the peer gave up: \(Self.words(of: alert))"
        case .untrusted(let words): "the certificate is not trusted: \(words)"
        case .idleChatter: "the peer sends records without data"
        case .longHandshake: "the handshake is longer than one can be"
        case .truncated: "the connection ended without a goodbye"
        case .violation(let words): words
        }
    }

    private static func words(of alert: UInt8) -> String {
        switch alert {
        case 20: "bad record (20)"
        case 40: "handshake failure (40)"
        case 47: "illegal parameter (47)"
        case 48: "unknown certificate authority (48)"
        case 51: "decryption error (51)"
        case 70: "protocol version (70)"
        case 109: "missing extension (109)"
        case 115: "unknown key (115)"
        case 116: "certificate required (116)"
        case 120: "no common application protocol (120)"
        default: "alert \(alert)"
        }
    }
}
