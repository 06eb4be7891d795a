/// What a request asks to be done; a token, with upper and lower case told apart (RFC 9110 §9.1).
public struct Method: RawRepresentable, Hashable, Sendable {
    /// The token as it stands in the request line.
    public var rawValue: String

    /// Takes any token, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Asks for the current state (RFC 9110 §9.3.1).
    public static let get = Method(rawValue: "GET")

    /// Asks for what GET would answer, without the body (RFC 9110 §9.3.2).
    public static let head = Method(rawValue: "HEAD")

    /// Hands the body to the resource (RFC 9110 §9.3.3).
    public static let post = Method(rawValue: "POST")

    /// Asks what may be asked (RFC 9110 §9.3.7).
    public static let options = Method(rawValue: "OPTIONS")

    /// Asks a proxy for a tunnel (RFC 9110 §9.3.6).
    public static let connect = Method(rawValue: "CONNECT")
}
