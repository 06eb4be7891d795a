extension Response {
    /// What the `Connection` field says about the time after this response (RFC 9112 §9.6).
    enum Connection: Sendable {
        /// Nothing: the default of HTTP/1.1 holds, or the response has its own field.
        case unsaid

        /// It stays; said to a client of HTTP/1.0, for whom that is not the default.
        case keepAlive

        /// It ends.
        case close
    }

    /// Appends the response as a server sends it (RFC 9112 §4).
    ///
    /// - Parameters:
    ///   - bytes: Where to.
    ///   - wallSeconds: The time for `Date`, in seconds since 1970.
    ///   - connection: What to say about the connection.
    ///   - omitsBody: Whether this answers HEAD.
    func encode(
        into bytes: inout [UInt8],
        wallSeconds: Int64,
        connection: Connection,
        omitsBody: Bool
    ) {
        bytes.append(text: "HTTP/1.1 \(status.code) \(status.reason)\r\n")
        bytes.append(text: "Date: \(HTTPDate.imfFixdate(wallSeconds: wallSeconds))\r\n")
        fields.encode(into: &bytes)
        if status.allowsBody { bytes.append(text: "Content-Length: \(body.count)\r\n") }
        switch connection {
        case .unsaid: break
        case .keepAlive: bytes.append(text: "Connection: keep-alive\r\n")
        case .close: bytes.append(text: "Connection: close\r\n")
        }
        bytes.append(text: "\r\n")
        if status.allowsBody, !omitsBody { bytes += body }
    }
}
