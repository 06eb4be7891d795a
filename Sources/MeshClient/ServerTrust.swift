/// Whose word is taken for the certificates of servers.
public enum ServerTrust: Hashable, Sendable {
    /// Those that the system believes, or that the variables `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    case system

    /// Those in a file of PEM certificates, and nobody else.
    case file(String)
}

/// What makes a connection private, and whom it must lead to.
struct ClientSecurity: Sendable {
    /// The host that the certificate must be of, by name or address.
    let host: String

    /// Whose word is taken for it.
    let trust: ServerTrust
}
