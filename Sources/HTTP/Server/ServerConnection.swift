/// The server's side of one HTTP/1 connection: bytes in, one request at a time out (RFC 9112 §9).
///
///           head is here               body is here
///     head ──────────────▶ body ──────────▶ whole ──▶ answering ──101──▶ upgraded
///      ▲  └─────────── no body ──────────────▲            │  │
///      └──────────────── answered, kept ──────────────────┘  └─ answered, not kept ─▶ ended
///      any rule broken ─▶ failed ─ answered ─▶ ended
///
/// A client may send its next request before the answer to this one; it waits in the buffer, so that answers keep the
/// order of their requests. While nothing is received or answered, no memory is held but the value itself.
public struct ServerConnection: Sendable {
    private enum State: Sendable {
        case head
        case body(RequestHead, BodyFraming)
        case whole(RequestHead)
        case answering(RequestHead, Response.Connection)
        case failed(RequestHead?)
        case upgraded
        case ended
    }

    private var limits: HTTPLimits

    /// Other limits that bind from the next request on.
    private var nextLimits: HTTPLimits?

    private var state = State.head
    private var reader = MessageReader()

    /// Starts with nothing received.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Sets other limits: they bind from the next request on, and not the one that has begun.
    public mutating func setLimits(to limits: HTTPLimits) {
        nextLimits = limits
        if unfinished == .nothing { takeNextLimits() }
    }

    private mutating func takeNextLimits() {
        guard case .head = state, let next = nextLimits else { return }
        limits = next
        nextLimits = nil
    }

    /// What the client has begun to send and not finished: deadlines differ.
    public var unfinished: Unfinished {
        switch state {
        case .head: reader.unreadCount > 0 ? .head : .nothing
        case .body: .body
        case .whole, .answering, .failed, .upgraded, .ended: .nothing
        }
    }

    /// Whether a whole request is here, and was left where it is; see ``next(unless:)``.
    public var isHeldBack: Bool { if case .whole = state { true } else { false } }

    /// How many bytes have come that nothing was made of yet: of the current body, and behind it.
    public var unusedBytes: Int { reader.unreadCount + reader.bodyCount }

    /// The head of the request whose body is still to come, or that is to be answered or refused; `nil` between two.
    public var currentHead: RequestHead? {
        switch state {
        case .body(let head, _), .whole(let head), .answering(let head, _): head
        case .failed(let head): head
        case .head, .upgraded, .ended: nil
        }
    }

    /// Whether more bytes are of use now.
    ///
    /// When not, stop reading: a client that does not wait for its answers must not make the buffer grow.
    public var wantsBytes: Bool {
        switch state {
        case .head, .body: true
        case .whole, .answering: reader.unreadCount < limits.headBytes
        case .failed, .upgraded, .ended: false
        }
    }

    /// Whether to close the connection once everything is sent.
    public var isEnded: Bool {
        if case .ended = state { true } else { false }
    }

    /// Takes in what arrived.
    public mutating func receive(_ bytes: Span<UInt8>) {
        reader.receive(bytes)
    }

    /// Goes on with what has arrived.
    ///
    /// - Parameter isToWait: Whether a request that is here as a whole is to be left here, and asked about again.
    /// - Returns: What to do; `nil` where more must arrive, the current request be answered, or this be asked again.
    /// - Throws: The rule that the client broke. Answer with ``Response/init(refusing:)``; nothing else follows.
    public mutating func next(unless isToWait: (RequestHead) -> Bool = { _ in false }) throws(HTTPError) -> Step? {
        do throws(HTTPError) {
            var step: Step?
            switch state {
            case .head: step = try nextHead()
            case .body(let head, let framing): try readBody(of: head, framing)
            case .whole: break
            case .answering, .failed, .upgraded, .ended: return nil
            }
            guard case .whole(let head) = state, !isToWait(head) else { return step }
            return .request(take(head))
        } catch {
            state = .failed(currentHead)
            throw error
        }
    }

    /// Encodes the answer to the current request, or the refusal of what cannot become one.
    ///
    /// - Parameters:
    ///   - response: The answer. With 101 the connection is another protocol's: go on with ``takeRemainder()``.
    ///   - wallSeconds: The time for `Date`, in seconds since 1970.
    ///   - bytes: Where the encoded response is appended.
    ///   - closing: Whether to end the connection after this answer, whatever the client would like.
    ///   - isBodyApart: Whether the caller sends the body itself, right behind what is encoded, if there is to be one.
    /// - Returns: Whether the answer has its body: one to HEAD has none.
    @discardableResult
    public mutating func respond(
        _ response: Response,
        wallSeconds: Int64,
        into bytes: inout [UInt8],
        closing: Bool = false,
        isBodyApart: Bool = false
    ) -> Bool {
        precondition(acceptsAnswer, "nothing is sent after the last answer")
        var method = Method.get
        var connection = Response.Connection.close
        if let head = currentHead { method = head.method }
        if case .answering(_, let kept) = state, !closing { connection = kept }
        let isUpgrade = response.status == .switchingProtocols
        response.encode(
            into: &bytes,
            wallSeconds: wallSeconds,
            connection: isUpgrade ? .unsaid : connection,
            omitsBody: method == .head || isBodyApart
        )
        if isUpgrade {
            state = .upgraded
        } else if case .close = connection {
            state = .ended
            reader = MessageReader()
        } else {
            state = .head
            takeNextLimits()
        }
        return method != .head && response.status.allowsBody
    }

    /// Hands over what arrived after the request that was answered with 101, and forgets it.
    public mutating func takeRemainder() -> [UInt8] {
        reader.takeUnread()
    }
}

extension ServerConnection {
    private var acceptsAnswer: Bool {
        if case .upgraded = state { false } else { !isEnded }
    }

    private mutating func nextHead() throws(HTTPError) -> Step? {
        reader.skipEmptyLines()
        let head: RequestHead?
        var broken: RequestHead?
        do throws(HTTPError) {
            head = try reader.nextHead(
                startLineLimit: limits.requestLineBytes,
                headLimit: limits.headBytes,
                decode: { bytes throws(HTTPError) in try RequestHead(whole: bytes) },
                refuse: { broken = RequestHead(withoutTarget: $0) }
            )
        } catch {
            state = .failed(broken)
            throw error
        }
        guard let head else { return nil }
        state = .body(head, .length(0))
        let framing = try BodyFraming(of: head, limit: limits.bodyBytes)
        state = .body(head, framing)
        if head.expectsContinue, framing != .length(0), reader.unreadCount == 0 { return .sendContinue }
        try readBody(of: head, framing)
        return nil
    }

    private mutating func readBody(of head: RequestHead, _ framing: BodyFraming) throws(HTTPError) {
        if try reader.readBody(framing, limit: limits.bodyBytes) { state = .whole(head) }
    }

    private mutating func take(_ head: RequestHead) -> Request {
        let connection: Response.Connection =
            if !head.keepsConnection { .close } else if head.version < .http11 { .keepAlive } else { .unsaid }
        state = .answering(head, connection)
        return Request(head: head, body: reader.takeBody())
    }
}
