/// A whole request: its head and its body.
public struct Request: Equatable, Sendable {
    /// The request line and the fields.
    public var head: RequestHead

    /// The body, decoded; empty when there is none.
    public var body: [UInt8]

    /// Puts a request together.
    ///
    /// - Parameters:
    ///   - method: What is asked for.
    ///   - target: What it is asked for.
    ///   - fields: The fields, `Host` among them; `Content-Length` is added when the request is encoded.
    ///   - body: The body.
    public init(method: Method, target: RequestTarget, fields: Fields, body: [UInt8] = []) {
        self.head = RequestHead(method: method, target: target, version: .http11, fields: fields)
        self.body = body
    }

    /// Joins a head and the body that followed it.
    init(head: RequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}
