extension Request {
    /// Appends the request as a client sends it (RFC 9112 §3); a body gets its `Content-Length`.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(text: "\(head.method.rawValue) \(head.target.text) \(head.version.rawValue)\r\n")
        head.fields.encode(into: &bytes)
        // A method that gives the body a meaning says so even when it is empty (RFC 9110 §8.6).
        if !body.isEmpty || head.method == .post { bytes.append(text: "Content-Length: \(body.count)\r\n") }
        bytes.append(text: "\r\n")
        bytes += body
    }
}
