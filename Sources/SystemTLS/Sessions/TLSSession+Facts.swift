extension TLSSession {
    /// Whether plaintext can be sent: the connection is open, and its peer may have said goodbye.
    public var canSend: Bool { state == .open || state == .ended }

    /// The kind of key that signs its handshake, where that is this side's.
    public var signingKey: KeyKind? { if case .serving(_, let key) = context.role { key } else { nil } }

    /// The version and suite in use, for a log: `TLSv1.3 TLS_AES_128_GCM_SHA256`.
    public var summary: String {
        let ssl = unsafe context.library.ssl
        // Safe: constant strings of the library.
        let version = unsafe ssl.sslGetVersion(connection).map { unsafe String(cString: $0) } ?? "?"
        let suite = unsafe ssl.sslCipherGetName(ssl.sslGetCurrentCipher(connection)).map { unsafe String(cString: $0) }
        return "\(version) \(suite ?? "?")"
    }

    /// Derives a secret for another use out of the handshake (RFC 8446 §7.5); `nil` unless it is over.
    ///
    /// - Parameters:
    ///   - label: Names the use.
    ///   - count: How long the secret is, in bytes.
    /// - Returns: The same bytes on both sides, and others for each connection and each label.
    public func export(_ label: String, count: Int) -> [UInt8]? {
        guard state == .open else { return nil }
        var secret = [UInt8](repeating: 0, count: count)
        let name = Array(label.utf8CString)
        // Safe: OpenSSL writes `count` bytes and reads the label.
        let result = unsafe secret.withUnsafeMutableBufferPointer { secret in
            unsafe context.library.ssl.sslExportKeyingMaterial(
                connection,
                secret.baseAddress,
                count,
                name,
                name.count - 1,
                nil,
                0,
                0
            )
        }
        return result == 1 ? secret : nil
    }

    /// Replaces the key that is sent with, as happens after ``recordsPerKey`` records; with a request, the peer's too.
    func updateKeys(requesting: Bool) {
        _ = unsafe context.library.ssl.sslKeyUpdate(connection, requesting ? 1 : 0)
        _ = unsafe context.library.ssl.sslDoHandshake(connection)
    }
}
