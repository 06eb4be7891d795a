extension TLSSession {
    /// The version and suite in use, for a log: `TLSv1.3 TLS_AES_128_GCM_SHA256`.
    public var summary: String {
        let ssl = unsafe context.library.ssl
        // Safe: constant strings of the library.
        let version = unsafe ssl.sslGetVersion(connection).map { unsafe String(cString: $0) } ?? "?"
        let suite = unsafe ssl.sslCipherGetName(ssl.sslGetCurrentCipher(connection)).map { unsafe String(cString: $0) }
        return "\(version) \(suite ?? "?")"
    }

    /// Replaces the key that is sent with, as happens after ``recordsPerKey`` records; with a request, the peer's too.
    func updateKeys(requesting: Bool) {
        _ = unsafe context.library.ssl.sslKeyUpdate(connection, requesting ? 1 : 0)
        _ = unsafe context.library.ssl.sslDoHandshake(connection)
    }
}
