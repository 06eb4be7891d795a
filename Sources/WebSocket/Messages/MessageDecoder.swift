/// Takes the stream of one connection apart into messages (RFC 6455 §5 and §6.2), without a copy where it can.
///
/// The shell reads from the socket into one big buffer, which all connections may share, and calls
/// ``next(in:range:)`` until it says ``Step/needMore``. A frame that is whole in the buffer is unmasked in place and
/// lent from there. Only what the end of the buffer cuts is kept: a header inline, a payload in memory that grows
/// with what arrives and never with what was announced. Between messages a decoder holds no memory but itself,
/// 64 bytes.
///
///            header is whole                 rest of the payload
///     header ───────────────▶ whole? ──no──▶ part ──────────────▶ message, or the next fragment's header
///        ▲                      └yes─▶ message ─┐                    │
///        └──────────────────────────────────────┴────────────────────┘
public struct MessageDecoder: Sendable {
    /// Where the bytes of a message, or of a control frame, are.
    public enum Payload: Equatable, Sendable {
        /// In the caller's buffer, unmasked, until that is read into again.
        case received(Range<Int>)

        /// In the decoder, put together from parts or fragments.
        case assembledMessage

        /// In the decoder, put together from parts.
        case assembledControl
    }

    /// What was found.
    public enum Step: Equatable, Sendable {
        /// All bytes are used; go on when more have arrived.
        case needMore

        /// A whole message; text is valid UTF-8.
        case message(MessageType, Payload)

        /// A ping, to be answered with a pong of the same payload.
        case ping(Payload)

        /// A pong.
        case pong(Payload)

        /// The peer's close frame, with its reason in UTF-8; whatever comes after it is passed over.
        case close(code: UInt16?, reason: Payload)
    }

    /// The largest message, in bytes.
    private let messageLimit: Int

    /// The message of which some arrived.
    var assembly: [UInt8] = []

    /// The control frame of which some arrived; it may stand between two fragments of the message.
    var control: [UInt8] = []

    /// How much of the current frame's payload is still to come, in bytes.
    private var payloadDue = 0

    /// The current frame's key, turned to the next byte of the payload.
    private var maskingKey: UInt32?

    /// The beginning of a header whose end has not arrived.
    private var header = [14 of UInt8](repeating: 0)
    private var headerCount: UInt8 = 0

    /// The current frame, if its header is here and its payload not yet.
    private var opcode: Opcode?
    private var isFinal = false

    /// The message that ``assembly`` belongs to, if one is not complete.
    private var messageType: MessageType?
    private var validator = UTF8Validator()

    private let role: Role
    private var isClosed = false

    /// Starts at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - role: Which side we are.
    ///   - messageLimit: The largest message to accept, in bytes, its fragments counted together.
    public init(role: Role, messageLimit: Int) {
        self.role = role
        self.messageLimit = messageLimit
    }

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
            if let opcode {
                if let step = try takePart(of: opcode, in: &buffer, range: &range) { return step }
            } else if let header = try takeHeader(in: buffer, range: &range) {
                try check(header)
                if header.payloadLength <= range.count, header.isFinal, messageType == nil || header.opcode.isControl {
                    return try takeWhole(header, in: &buffer, range: &range)
                }
                begin(header)
                if payloadDue == 0, let step = try finishFrame(header.opcode) { return step }
            }
        }
        range = range.upperBound..<range.upperBound
        return .needMore
    }
}

extension MessageDecoder {
    /// Decodes a header from the buffer, or keeps what there is of it.
    @inline(__always)
    private mutating func takeHeader(
        in buffer: [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> FrameHeader? {
        guard headerCount == 0 else { return try takeRestOfHeader(in: buffer, range: &range) }
        if let header = try FrameHeader(decoding: buffer.span.extracting(range), as: role) {
            range = (range.lowerBound + header.headerLength)..<range.upperBound
            return header
        }
        return try takeRestOfHeader(in: buffer, range: &range)
    }

    private mutating func takeRestOfHeader(
        in buffer: [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> FrameHeader? {
        for offset in range {
            header[Int(headerCount)] = buffer[offset]
            headerCount += 1
            let bytes = header.span.extracting(0..<Int(headerCount))
            guard let whole = try FrameHeader(decoding: bytes, as: role) else { continue }
            headerCount = 0
            range = (offset + 1)..<range.upperBound
            return whole
        }
        range = range.upperBound..<range.upperBound
        return nil
    }

    /// Applies the rules that hold between frames.
    @inline(__always)
    private func check(_ header: FrameHeader) throws(WebSocketError) {
        switch header.opcode {
        case .close, .ping, .pong: return
        case .continuation: guard messageType != nil else { throw .continuationWithoutStart }
        case .text, .binary: guard messageType == nil else { throw .messageWithinMessage }
        }
        let assembled = messageType == nil ? 0 : assembly.count
        guard header.payloadLength <= messageLimit - assembled else { throw .messageTooLarge(limit: messageLimit) }
    }

    /// Takes a frame that needs nothing from before and nothing from later, where it lies.
    @inline(__always)
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

    /// Prepares for a payload that arrives in parts, or a message in fragments.
    private mutating func begin(_ header: FrameHeader) {
        opcode = header.opcode
        isFinal = header.isFinal
        payloadDue = header.payloadLength
        maskingKey = header.maskingKey
        switch header.opcode {
        case .text: begin(.text)
        case .binary: begin(.binary)
        case .continuation: break
        case .close, .ping, .pong: control.removeAll()
        }
    }

    private mutating func begin(_ type: MessageType) {
        messageType = type
        assembly.removeAll()
        validator = UTF8Validator()
    }

    private mutating func takePart(
        of opcode: Opcode,
        in buffer: inout [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> Step? {
        let part = range.prefix(payloadDue)
        let bytes = part.startIndex..<part.endIndex
        range = bytes.upperBound..<range.upperBound
        payloadDue -= bytes.count
        if let key = maskingKey {
            var span = buffer.mutableSpan
            span.unmask(bytes, with: key)
            maskingKey = key.rotated(byPayloadBytes: bytes.count)
        }
        if opcode.isControl {
            control += buffer[bytes]
        } else {
            if messageType == .text, !validator.accept(buffer.span.extracting(bytes)) { throw .textNotUTF8 }
            assembly += buffer[bytes]
        }
        return payloadDue == 0 ? try finishFrame(opcode) : nil
    }

    /// Takes in that the current frame is complete.
    ///
    /// - Returns: What it completes, if anything.
    private mutating func finishFrame(_ opcode: Opcode) throws(WebSocketError) -> Step? {
        self.opcode = nil
        switch opcode {
        case .text, .binary, .continuation:
            guard isFinal, let messageType else { return nil }
            guard validator.isComplete else { throw .textNotUTF8 }
            self.messageType = nil
            return .message(messageType, .assembledMessage)
        case .ping:
            return .ping(.assembledControl)
        case .pong:
            return .pong(.assembledControl)
        case .close:
            isClosed = true
            let code = try CloseFrame.code(in: control.span)
            control.removeFirst(min(2, control.count))
            return .close(code: code, reason: .assembledControl)
        }
    }
}
