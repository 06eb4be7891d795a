/// Puts together what the receive buffer cuts and what the peer fragments (RFC 6455 §5.4).
///
/// Memory grows with what arrives, never with what a header announces.
struct MessageAssembler: Sendable {
    /// The message of which some arrived.
    var message: [UInt8] = []

    /// The control frame of which some arrived; it may stand between two fragments of the message.
    var control: [UInt8] = []

    /// What ``message`` will be, while it is not complete.
    private(set) var messageType: MessageType?

    /// The current frame, while its header is here and its payload not yet.
    private(set) var opcode: Opcode?
    private var isFinal = false

    /// How much of its payload is still to come, in bytes.
    private var payloadDue = 0

    /// Its key, turned to the next byte of the payload.
    private var maskingKey: UInt32?

    /// Where a text stands; between messages it waits for a new scalar, for nothing else completes one.
    private var validator = UTF8Validator()

    /// Begins with a frame.
    ///
    /// - Returns: What it completes, when it has no payload to wait for.
    /// - Throws: The rule that its end breaks.
    mutating func begin(_ header: FrameHeader) throws(WebSocketError) -> MessageDecoder.Step? {
        opcode = header.opcode
        isFinal = header.isFinal
        payloadDue = header.payloadLength
        maskingKey = header.maskingKey
        switch header.opcode {
        case .text: (messageType, message) = (.text, [])
        case .binary: (messageType, message) = (.binary, [])
        case .continuation: break
        case .close, .ping, .pong: control = []
        }
        return payloadDue == 0 ? try finishFrame(header.opcode) : nil
    }

    /// Takes in the next part of the current frame's payload.
    ///
    /// - Parameters:
    ///   - opcode: The current frame's.
    ///   - buffer: What holds the received bytes; their mask is removed in place.
    ///   - range: Which of them are not used yet; the part is taken off.
    /// - Returns: What it completes, if anything.
    /// - Throws: The rule that the part breaks.
    mutating func takePart(
        of opcode: Opcode,
        in buffer: inout [UInt8],
        range: inout Range<Int>
    ) throws(WebSocketError) -> MessageDecoder.Step? {
        let part = range.lowerBound..<(range.lowerBound + min(payloadDue, range.count))
        range = part.upperBound..<range.upperBound
        payloadDue -= part.count
        if let key = maskingKey {
            var span = buffer.mutableSpan
            span.unmask(part, with: key)
            maskingKey = key.rotated(byPayloadBytes: part.count)
        }
        if opcode.isControl {
            control += buffer[part]
        } else {
            if messageType == .text, !validator.accept(buffer.span.extracting(part)) { throw .textNotUTF8 }
            message += buffer[part]
        }
        return payloadDue == 0 ? try finishFrame(opcode) : nil
    }

    private mutating func finishFrame(_ opcode: Opcode) throws(WebSocketError) -> MessageDecoder.Step? {
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
            let code = try CloseFrame.code(in: control.span)
            control.removeFirst(min(2, control.count))
            return .close(code: code, reason: .assembledControl)
        }
    }
}
