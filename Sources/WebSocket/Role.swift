/// Which side of a connection we are; it decides who masks (RFC 6455 §5.1).
public enum Role: Sendable {
    /// We accepted the connection: what arrives is masked, what we send is not.
    case server

    /// We opened the connection: what we send is masked, what arrives is not.
    case client
}
