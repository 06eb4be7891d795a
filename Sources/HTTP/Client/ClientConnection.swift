/// The client's side of one exchange: the answer to one request, put together from the bytes as they arrive.
///
/// Interim answers (1xx, RFC 9110 §15.2) are passed over; 101 is a final one, and what follows it belongs to the
/// protocol that was asked for.
public struct ClientConnection: Sendable {
    private enum State: Sendable {
        case head
        case body(ResponseHead, BodyFraming)
        case done
    }

    private let method: Method
    private let limits: HTTPLimits
    private var state = State.head
    private var reader = MessageReader()

    /// Waits for the answer to a request.
    ///
    /// - Parameters:
    ///   - method: The method of the request: an answer to HEAD has no body.
    ///   - limits: How much to read.
    public init(answering method: Method, limits: HTTPLimits = HTTPLimits()) {
        self.method = method
        self.limits = limits
    }

    /// Takes in what arrived.
    public mutating func receive(_ bytes: Span<UInt8>) {
        reader.receive(bytes)
    }

    /// Goes on with what has arrived.
    ///
    /// - Returns: The whole answer, once; before and after that `nil`.
    /// - Throws: The rule that the server broke.
    public mutating func next() throws(HTTPError) -> Response? {
        while case .head = state {
            guard let head = try nextHead() else { return nil }
            if head.status.code >= 200 || head.status == .switchingProtocols {
                state = .body(head, try BodyFraming(of: head, to: method, limit: limits.bodyBytes))
            }
        }
        guard case .body(let head, let framing) = state, try reader.readBody(framing, limit: limits.bodyBytes) else {
            return nil
        }
        return finish(head)
    }

    /// Takes in that the server ended the connection.
    ///
    /// - Returns: The answer, when its end was what completes it.
    /// - Throws: ``HTTPError/truncatedMessage`` when part of it is missing.
    public mutating func handleEnd() throws(HTTPError) -> Response? {
        switch state {
        case .body(let head, .untilEnd): return finish(head)
        case .head, .body: throw .truncatedMessage
        case .done: return nil
        }
    }

    /// Hands over what arrived after the answer, and forgets it.
    public mutating func takeRemainder() -> [UInt8] {
        reader.takeUnread()
    }

    private mutating func nextHead() throws(HTTPError) -> ResponseHead? {
        // A status line has no limit of its own, and 414 would mean nothing here.
        try reader.nextHead(startLineLimit: .max, headLimit: limits.headBytes) { bytes throws(HTTPError) in
            try ResponseHead(whole: bytes)
        }
    }

    private mutating func finish(_ head: ResponseHead) -> Response {
        state = .done
        return Response(head.status, fields: head.fields, body: reader.takeBody())
    }
}
