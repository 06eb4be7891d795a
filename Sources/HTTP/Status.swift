/// A status code (RFC 9110 §15).
public struct Status: Hashable, Sendable {
    /// The three digits.
    public var code: Int

    /// Takes any code from 100 to 999.
    public init(_ code: Int) {
        precondition((100...999).contains(code), "a status code has three digits")
        self.code = code
    }

    /// Whether an answer with this status can have a body (RFC 9112 §6.3).
    var allowsBody: Bool { code >= 200 && code != 204 && code != 304 }

    /// The words that RFC 9110 gives to the code; empty for codes that are not used here.
    public var reason: String {
        Self.reasons.first { $0.status == self }?.reason ?? ""
    }
}

extension Status {
    /// The connection becomes another protocol's.
    public static let switchingProtocols = Status(101)
    /// Done.
    public static let ok = Status(200)
    /// Taken in; the work is not over when the answer is sent.
    public static let accepted = Status(202)
    /// Nothing to say.
    public static let noContent = Status(204)
    /// What the client has is still right.
    public static let notModified = Status(304)
    /// The same under another address, for now.
    public static let temporaryRedirect = Status(307)
    /// The request is malformed.
    public static let badRequest = Status(400)
    /// Understood and refused.
    public static let forbidden = Status(403)
    /// No such resource.
    public static let notFound = Status(404)
    /// Not with this method; `Allow` says with which.
    public static let methodNotAllowed = Status(405)
    /// The request took too long to arrive.
    public static let requestTimeout = Status(408)
    /// The body is over the limit.
    public static let contentTooLarge = Status(413)
    /// The request line is over the limit.
    public static let uriTooLong = Status(414)
    /// An `Expect` that is not understood.
    public static let expectationFailed = Status(417)
    /// Only with another protocol; `Upgrade` says which.
    public static let upgradeRequired = Status(426)
    /// Above the rate.
    public static let tooManyRequests = Status(429)
    /// The head is over the limit.
    public static let requestHeaderFieldsTooLarge = Status(431)
    /// Something failed here.
    public static let internalServerError = Status(500)
    /// Not understood: a transfer coding, for example.
    public static let notImplemented = Status(501)
    /// The server behind this one gave a malformed answer.
    public static let badGateway = Status(502)
    /// Not now.
    public static let serviceUnavailable = Status(503)
    /// Neither HTTP/1.0 nor HTTP/1.1.
    public static let httpVersionNotSupported = Status(505)

    private static let reasons: [(status: Status, reason: String)] = [
        (.switchingProtocols, "Switching Protocols"), (.ok, "OK"), (.accepted, "Accepted"),
        (.noContent, "No Content"), (.notModified, "Not Modified"),
        (.temporaryRedirect, "Temporary Redirect"), (.badRequest, "Bad Request"), (.forbidden, "Forbidden"),
        (.notFound, "Not Found"), (.methodNotAllowed, "Method Not Allowed"), (.requestTimeout, "Request Timeout"),
        (.contentTooLarge, "Content Too Large"), (.uriTooLong, "URI Too Long"),
        (.expectationFailed, "Expectation Failed"), (.upgradeRequired, "Upgrade Required"),
        (.tooManyRequests, "Too Many Requests"),
        (.requestHeaderFieldsTooLarge, "Request Header Fields Too Large"),
        (.internalServerError, "Internal Server Error"), (.notImplemented, "Not Implemented"),
        (.badGateway, "Bad Gateway"), (.serviceUnavailable, "Service Unavailable"),
        (.httpVersionNotSupported, "HTTP Version Not Supported"),
    ]
}
