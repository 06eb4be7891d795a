/// What a request is for (RFC 9112 §3.2), with its path and query decoded.
///
///     origin-form     /channels/tea%20room?history=10
///     absolute-form   http://localhost:8080/channels/tea%20room?history=10
///     asterisk-form   *                  (OPTIONS only)
///     authority-form  localhost:8080     (CONNECT only)
public struct RequestTarget: Equatable, Sendable {
    /// The target as it stands in the request line.
    public var text: String

    /// The path, percent-decoded; `*` in the asterisk-form, empty in the authority-form.
    public var path: String

    /// The query, decoded.
    public var query: Query

    /// The host and port of the absolute-form and the authority-form, which then count instead of `Host`.
    public var authority: String?
}

extension RequestTarget {
    /// Decodes a target of any form.
    ///
    /// - Parameters:
    ///   - text: The second word of the request line. Bytes beyond ASCII are taken as they are, since curl and
    ///     others send a name as it was typed.
    ///   - method: The first word; it decides which forms are possible.
    /// - Throws: ``HTTPError/malformedTarget``, ``HTTPError/malformedPercentEncoding`` or
    ///   ``HTTPError/targetNotUTF8``.
    public init(decoding text: String, method: Method = .get) throws(HTTPError) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "#") }) else {
            throw .malformedTarget
        }
        if method == .connect {
            guard Authority.isValid(text), !text.isEmpty else { throw .malformedTarget }
            self.init(text: text, path: "", query: Query(), authority: text)
        } else if text == "*" {
            guard method == .options else { throw .malformedTarget }
            self.init(text: text, path: "*", query: Query(), authority: nil)
        } else if text.utf8.first == UInt8(ascii: "/") {
            try self.init(text: text, pathAndQuery: text[...], authority: nil)
        } else {
            try self.init(absolute: text)
        }
    }

    /// The path where it is ASCII, as all that a server has a name for are, and empty otherwise.
    ///
    /// To be told from others by texts: `String` brings what it compares to one form, and of a letter with thousands of
    /// accents that takes a millisecond.
    public var plainPath: String { path.utf8.allSatisfy { $0 < 0x80 } ? path : "" }

    /// The query as it stands in the request line, with its question mark, for another target; empty where there is none.
    ///
    /// Bytes beyond ASCII are percent-encoded: in a field no others may stand.
    public var querySuffix: String {
        guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return "" }
        return text.unicodeScalars[mark...].reduce(into: "") { suffix, scalar in
            suffix += scalar.isASCII ? String(scalar) : PercentEncoding.encode(String(scalar))
        }
    }

    /// What follows `prefix` in the path, or `nil` when the path does not begin with it.
    ///
    /// Compared byte by byte: to `String`, a slash with a combining accent after it is another character.
    public func path(after prefix: String) -> String? {
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        return String(Substring(path.utf8.dropFirst(prefix.utf8.count)))
    }

    private init(absolute text: String) throws(HTTPError) {
        for scheme in ["http://", "https://"] where text.prefix(scheme.count).isEqualIgnoringCase(scheme) {
            let rest = text.utf8.dropFirst(scheme.utf8.count)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            let authority = String(Substring(rest[..<end]))
            guard !authority.isEmpty, Authority.isValid(authority) else { throw .malformedTarget }
            try self.init(text: text, pathAndQuery: Substring(rest[end...]), authority: authority)
            return
        }
        throw .malformedTarget
    }

    private init(text: String, pathAndQuery: Substring, authority: String?) throws(HTTPError) {
        let mark = pathAndQuery.utf8.firstIndex(of: UInt8(ascii: "?"))
        let path = try PercentEncoding.decode(pathAndQuery[..<(mark ?? pathAndQuery.endIndex)])
        let query = mark.map { pathAndQuery[pathAndQuery.utf8.index(after: $0)...] } ?? ""
        self.init(
            text: text,
            path: path.isEmpty ? "/" : path,
            query: try Query(decoding: query),
            authority: authority
        )
    }
}
