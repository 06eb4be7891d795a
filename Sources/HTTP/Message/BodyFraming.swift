/// How the end of a body is found (RFC 9112 §6.3).
enum BodyFraming: Equatable, Sendable {
    /// So many bytes; none at all when the message has no body.
    case length(Int)

    /// In chunks, each announced by its size.
    case chunked

    /// Everything until the connection ends; only a response may do that.
    case untilEnd
}

extension BodyFraming {
    /// Finds out how a request's body ends.
    ///
    /// Wherever two readers could disagree about the answer, the request is refused: that is how requests are
    /// smuggled past a proxy (RFC 9112 §11.2).
    init(of head: RequestHead, limit: Int) throws(HTTPError) {
        self = try Self.announced(by: head.fields, version: head.version, limit: limit) ?? .length(0)
    }

    /// Finds out how the body of an answer to `method` ends.
    init(of head: ResponseHead, to method: Method, limit: Int) throws(HTTPError) {
        if method == .head || !head.status.allowsBody {
            self = .length(0)
        } else {
            self = try Self.announced(by: head.fields, version: head.version, limit: limit) ?? .untilEnd
        }
    }

    private static func announced(
        by fields: Fields,
        version: Version,
        limit: Int
    ) throws(HTTPError) -> BodyFraming? {
        let lengths = fields.values(of: "content-length")
        guard fields["transfer-encoding"] != nil else {
            guard lengths.count <= 1 else { throw .repeatedContentLength }
            guard let text = lengths.first else { return nil }
            return .length(try contentLength(text, limit: limit))
        }
        guard lengths.isEmpty else { throw .contentLengthWithTransferEncoding }
        guard version >= .http11 else { throw .transferEncodingBeforeVersion11 }
        try requireChunked(fields)
        return .chunked
    }

    /// Admits `chunked`, alone: what else a message may be coded in is not understood here, and without `chunked` at the
    /// end nobody knows where it ends (§6.1, §6.3).
    private static func requireChunked(_ fields: Fields) throws(HTTPError) {
        let text = fields.values(of: "transfer-encoding").joined(separator: ",")
        guard text.utf8.count <= longestCodings else { throw .malformedTransferEncoding }
        let codings = text.listMembers
        // An empty member is legal, and a way to be read differently by two readers; so are parameters of `chunked`.
        guard !codings.contains(where: \.isEmpty) else { throw .malformedTransferEncoding }
        let names = codings.map { $0.prefix { $0 != ";" && $0 != " " && $0 != "\t" } }
        let chunked = codings.indices.filter { names[$0].isEqualIgnoringCase("chunked") }
        guard chunked.count <= 1, chunked.allSatisfy({ names[$0] == codings[$0] }) else {
            throw .malformedTransferEncoding
        }
        guard chunked == [codings.count - 1] else { throw .chunkedNotLast }
        guard codings.count == 1 else { throw .unknownTransferCoding }
    }

    /// The longest list of transfer codings, in bytes: there are five of them, and one is understood here.
    private static let longestCodings = 100

    private static func contentLength(_ text: String, limit: Int) throws(HTTPError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { throw .malformedContentLength }
        // A number that does not fit into 64 bits is well formed and only too large.
        guard let length = Int(text), length <= limit else { throw .bodyTooLarge(limit: limit) }
        return length
    }
}
