/// A whole response: status, fields and body.
public struct Response: Equatable, Sendable {
    /// How it went.
    public var status: Status

    /// The fields; `Content-Length`, `Date` and `Connection` are added when the response is encoded.
    public var fields: Fields

    /// The body; not sent in answer to HEAD, though its length is.
    public var body: [UInt8]

    /// Puts a response together.
    ///
    /// - Parameters:
    ///   - status: How it went.
    ///   - fields: The fields, without `Content-Length`, `Date` and `Connection`.
    ///   - body: The body.
    public init(_ status: Status, fields: Fields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A response whose body is one line of plain text that says why.
    public init(_ status: Status, fields: Fields = [:], text: String) {
        self.init(status, fields: fields, body: Array("\(text)\n".utf8))
        self.fields.append("Content-Type", "text/plain; charset=utf-8")
    }

    /// The answer to a request that broke a rule.
    public init(refusing error: HTTPError) {
        self.init(error.status, text: error.description)
    }

    /// What tells a client that its body is welcome (RFC 9110 §15.2.1).
    public static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}
