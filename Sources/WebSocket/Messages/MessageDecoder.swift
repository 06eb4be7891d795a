/// Takes the stream of one connection apart into messages (RFC 6455 §5 and §6.2), without a copy where it can.
///
/// The shell reads from the socket into one big buffer, which all connections may share, and calls
/// ``next(in:range:)`` until it says ``Step/needMore``. A frame that is whole in the buffer is unmasked in place and
/// lent from there. Only what the end of the buffer cuts is kept: a header inline, a payload in memory that grows
/// with what arrives and never with what was announced. Between messages a decoder holds no memory but itself, less
/// than 80 bytes.
///
///            header is whole                 rest of the payload
///     header ───────────────▶ whole? ──no──▶ part ──────────────▶ message, or the next fragment's header
///        ▲                      └yes─▶ message ─┐                    │
///        └──────────────────────────────────────┴────────────────────┘
public struct MessageDecoder: Sendable {
    /// The largest message, in bytes: of the one that has begun, and of those that begin from now on.
    ///
    /// There are many decoders, so these two are short.
    private var limits: (current: UInt32, next: UInt32)

    /// What is put together from parts and fragments.
    var assembler = MessageAssembler()

    private var partialHeader = PartialHeader()
    private let role: Role
    private var isClosed = false

    /// Starts at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - role: Which side we are.
    ///   - messageLimit: The largest message to accept, in bytes, its fragments counted together.
    public init(role: Role, messageLimit: Int) {
        self.role = role
        let limit = UInt32(clamping: messageLimit)
        limits = (limit, limit)
    }

    /// Sets another limit, in bytes: it binds from the next message on, and not the one that has begun.
    public mutating func setMessageLimit(to limit: Int) {
        limits.next = UInt32(clamping: limit)
    }

    /// Whether part of a message has arrived, or of a frame, and its end has not.
    public var isWithinMessage: Bool {
        assembler.messageType != nil || assembler.opcode != nil || !partialHeader.isEmpty
    }

    /// How many bytes are kept of it.
    public var heldBytes: Int { assembler.message.count + assembler.control.count }

    /// Finds the next message or control frame.
    ///
    /// - Parameters:
    ///   - buffer: What holds the received bytes; their mask is removed in place.
    ///   - range: Which of them are not used yet. It shrinks from the front, and is empty after ``Step/needMore``.
    /// - Returns: What was found.
    /// - Throws: The first rule that the peer broke: in text at the byte that breaks it, else when the header is here.
    ///   Close with its ``WebSocketError/closeCode``; the stream cannot be read on.
    public mutating func next(
        in buffer: inout [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> Step {
        precondition(range.upperBound <= buffer.count, "the range lies in the buffer")
        while !range.isEmpty, !isClosed {
            let step: Step?
            if let opcode = assembler.opcode {
                step = try assembler.takePart(of: opcode, in: &buffer, range: &range)
            } else if let header = try takeHeader(from: buffer, range: &range) {
                try check(header)
                let isAlone = header.isFinal && (assembler.messageType == nil || header.opcode.isControl)
                if isAlone, header.payloadLength <= range.count {
                    return try takeWhole(header, in: &buffer, range: &range)
                }
                step = try assembler.begin(header)
            } else {
                step = nil
            }
            if case .close = step { isClosed = true }
            if let step { return step }
        }
        range = range.upperBound..<range.upperBound
        return .needMore
    }

    /// Decodes a header where it lies, or keeps what there is of it.
    private mutating func takeHeader(
        from buffer: [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> FrameHeader? {
        if partialHeader.isEmpty, let header = try FrameHeader(decoding: buffer.span.extracting(range), as: role) {
            range = (range.lowerBound + header.headerLength)..<range.upperBound
            return header
        }
        return try partialHeader.take(from: buffer, range: &range, as: role)
    }

    /// Applies the rules that hold between frames.
    private mutating func check(_ header: FrameHeader) throws(WebSocketError) {
        let isContinuing = assembler.messageType != nil
        switch header.opcode {
        case .close, .ping, .pong: return
        case .continuation: guard isContinuing else { throw .continuationWithoutStart }
        case .text, .binary: guard !isContinuing else { throw .messageWithinMessage }
        }
        if !isContinuing { limits.current = limits.next }
        let messageLimit = Int(limits.current)
        let assembled = isContinuing ? assembler.message.count : 0
        guard header.payloadLength <= messageLimit - assembled else { throw .messageTooLarge(limit: messageLimit) }
    }

    /// Takes a frame that needs nothing from before and nothing from later, where it lies.
    private mutating func takeWhole(
        _ header: FrameHeader,
        in buffer: inout [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> Step {
        let payload = range.lowerBound..<(range.lowerBound + header.payloadLength)
        range = payload.upperBound..<range.upperBound
        var isASCII = false
        if let key = header.maskingKey {
            var span = buffer.mutableSpan
            isASCII = span.unmask(payload, with: key)
        }
        switch header.opcode {
        case .text:
            guard isASCII || buffer.span.extracting(payload).isUTF8 else { throw .textNotUTF8 }
            return .message(.text, .received(payload))
        case .binary:
            return .message(.binary, .received(payload))
        case .ping:
            return .ping(.received(payload))
        case .pong:
            return .pong(.received(payload))
        case .close:
            isClosed = true
            let code = try CloseFrame.code(in: buffer.span.extracting(payload))
            let reason = payload.dropFirst(2)
            return .close(code: code, reason: .received(reason.startIndex..<reason.endIndex))
        case .continuation:
            preconditionFailure("a fragment is never taken as a whole message")
        }
    }
}
