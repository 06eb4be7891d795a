/// What the two sides of a connection have in common: received bytes, and the head and the body cut out of them.
///
/// Holds no memory once everything that was received is used.
struct MessageReader: Sendable {
    private var buffer: [UInt8] = []
    private var consumed = 0
    private var scanner = HeadScanner()
    private var chunks = ChunkedDecoder()
    private var body: [UInt8] = []
    private var skippedLines = 0

    /// How many empty lines may come before a request.
    private static let mostEmptyLines = 4

    /// How many bytes were received and not yet used.
    var unreadCount: Int { buffer.count - consumed }

    /// How many bytes are held, used ones among them.
    var heldCount: Int { buffer.count }

    /// How much of the current body was read, in bytes.
    var bodyCount: Int { body.count }

    /// Takes in what arrived.
    mutating func receive(_ bytes: Span<UInt8>) {
        // What was used goes first, or a client that is always half a request ahead would make the buffer grow.
        if consumed > 0 {
            buffer.removeFirst(consumed)
            consumed = 0
        }
        buffer.append(addingCapacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }

    /// Cuts out the next head.
    ///
    /// - Parameters:
    ///   - startLineLimit: The longest first line, in bytes.
    ///   - headLimit: The largest head, in bytes.
    ///   - decode: What makes a head of its bytes.
    ///   - refuse: What is told of a head that is too large, or breaks another rule: the part without fault that has arrived.
    /// - Returns: The head, or `nil` when it has not arrived whole.
    /// - Throws: The first rule that it breaks.
    mutating func nextHead<Head>(
        startLineLimit: Int,
        headLimit: Int,
        decode: (Span<UInt8>) throws(HTTPError) -> Head,
        refuse: (Span<UInt8>) -> Void = { _ in }
    ) throws(HTTPError) -> Head? {
        // The array is named apart, so that reading it does not keep the scanner from moving on.
        let received = buffer
        let bytes = received.span.extracting(consumed..<received.count)
        let head: Head
        do throws(HTTPError) {
            let length = try scanner.headLength(in: bytes, startLineLimit: startLineLimit, headLimit: headLimit)
            guard let length else { return nil }
            head = try decode(bytes.extracting(0..<length))
        } catch {
            refuse(bytes.extracting(0..<scanner.scanned))
            throw error
        }
        let length = scanner.scanned
        scanner = HeadScanner()
        skippedLines = 0
        chunks = ChunkedDecoder()
        consume(length)
        return head
    }

    /// Goes on with a body.
    ///
    /// - Parameters:
    ///   - framing: How its end is found.
    ///   - limit: The longest body, in bytes.
    /// - Returns: Whether it is complete; one that lasts until the connection ends never is.
    /// - Throws: ``HTTPError/malformedChunk`` or ``HTTPError/bodyTooLarge(limit:)``.
    mutating func readBody(_ framing: BodyFraming, limit: Int) throws(HTTPError) -> Bool {
        switch framing {
        case .length(let length):
            let count = min(length - body.count, unreadCount)
            body += buffer[consumed..<(consumed + count)]
            consume(count)
            return body.count == length
        case .chunked:
            var offset = consumed
            let isComplete = try chunks.decode(buffer, from: &offset, into: &body, limit: limit)
            consume(offset - consumed)
            return isComplete
        case .untilEnd:
            guard body.count + unreadCount <= limit else { throw .bodyTooLarge(limit: limit) }
            body += buffer[consumed...]
            consume(unreadCount)
            return false
        }
    }

    /// Hands over the body as far as it was read.
    mutating func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    /// Hands over what was received and not used.
    mutating func takeUnread() -> [UInt8] {
        let unread = Array(buffer[consumed...])
        consume(unread.count)
        return unread
    }

    /// Passes over empty lines before a request line, which some clients send after a body (RFC 9112 §2.2).
    ///
    /// Only so many for one request: who sends nothing else is no client.
    mutating func skipEmptyLines() {
        while unreadCount >= 2, skippedLines < Self.mostEmptyLines, buffer[consumed] == UInt8(ascii: "\r"),
            buffer[consumed + 1] == UInt8(ascii: "\n")
        {
            consume(2)
            skippedLines += 1
        }
    }

    /// Moves on, and gives the memory back when everything was used.
    private mutating func consume(_ count: Int) {
        consumed += count
        guard consumed == buffer.count else { return }
        buffer = []
        consumed = 0
    }
}
