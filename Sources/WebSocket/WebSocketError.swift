/// A reason to fail the connection (RFC 6455 §7.1.7).
///
/// Every case names one rule that the peer broke; ``closeCode`` is what the peer is told.
public enum WebSocketError: Error, Equatable, Sendable {
    /// A reserved bit is set although no extension was negotiated (§5.2).
    case reservedBitSet

    /// The frame uses one of the opcodes that the protocol reserves (§5.2).
    case reservedOpcode(UInt8)

    /// A client sent a frame without masking it (§5.1).
    case unmaskedClientFrame

    /// A server masked a frame (§5.1).
    case maskedServerFrame

    /// A control frame says that it is a fragment (§5.5).
    case fragmentedControlFrame

    /// A control frame carries more than 125 bytes (§5.5).
    case controlFrameTooLong

    /// The length is not written in its shortest form, or its top bit is set (§5.2).
    case malformedLength

    /// A continuation came without a message to continue (§5.4).
    case continuationWithoutStart

    /// A new message began before the last fragment of the one before (§5.4).
    case messageWithinMessage

    /// A text message is not UTF-8 (§8.1).
    case textNotUTF8

    /// The message is larger than `limit` bytes, its fragments counted together.
    case messageTooLarge(limit: Int)

    /// A close frame carries one byte, which is no status code (§5.5.1).
    case malformedClosePayload

    /// A close frame carries a status code that may not be sent (§7.4).
    case forbiddenCloseCode(UInt16)

    /// The reason in a close frame is not UTF-8 (§5.5.1).
    case closeReasonNotUTF8

    /// The status code to put in the close frame (§7.4.1).
    public var closeCode: UInt16 {
        switch self {
        case .textNotUTF8, .closeReasonNotUTF8: CloseCode.invalidPayload
        case .messageTooLarge: CloseCode.messageTooBig
        case .reservedBitSet, .reservedOpcode, .unmaskedClientFrame, .maskedServerFrame, .fragmentedControlFrame,
            .controlFrameTooLong, .malformedLength, .continuationWithoutStart, .messageWithinMessage,
            .malformedClosePayload, .forbiddenCloseCode:
            CloseCode.protocolError
        }
    }
}

extension WebSocketError: CustomStringConvertible {
    /// One sentence for the close frame's reason and for the log.
    public var description: String {
        switch self {
        case .reservedBitSet: "A reserved bit is set"
        case .reservedOpcode(let opcode): "Opcode \(opcode) is reserved"
        case .unmaskedClientFrame: "A client must mask its frames"
        case .maskedServerFrame: "A server must not mask its frames"
        case .fragmentedControlFrame: "A control frame must not be fragmented"
        case .controlFrameTooLong: "A control frame carries at most 125 bytes"
        case .malformedLength: "The length is not in its shortest form"
        case .continuationWithoutStart: "There is no message to continue"
        case .messageWithinMessage: "The message before this one is not complete"
        case .textNotUTF8: "A text message must be UTF-8"
        case .messageTooLarge(let limit): "A message carries at most \(limit) bytes"
        case .malformedClosePayload: "A close code has two bytes"
        case .forbiddenCloseCode(let code): "Close code \(code) must not be sent"
        case .closeReasonNotUTF8: "A close reason must be UTF-8"
        }
    }
}
