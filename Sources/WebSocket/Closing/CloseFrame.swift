import Bytes

/// The payload of a close frame (RFC 6455 §5.5.1).
public enum CloseFrame {
    /// The longest reason, in bytes: a control frame less the code.
    public static let reasonLimit = FrameHeader.controlPayloadLimit - 2

    /// Makes the payload.
    ///
    /// - Parameters:
    ///   - code: One that may be sent; `nil` for an empty payload.
    ///   - reason: Cut to ``reasonLimit`` bytes, between two scalars.
    /// - Returns: At most 125 bytes.
    public static func payload(code: UInt16?, reason: String = "") -> [UInt8] {
        guard let code else { return [] }
        precondition(CloseCode.isAllowed(code), "close code \(code) may not be sent")
        var bytes: [UInt8] = []
        bytes.append(bigEndian: code)
        for scalar in reason.unicodeScalars {
            let encoded = UTF8.encode(scalar)
            guard let encoded, bytes.count - 2 + encoded.count <= reasonLimit else { break }
            bytes += encoded
        }
        return bytes
    }

    /// Makes the whole frame, as a server sends it.
    ///
    /// - Parameters:
    ///   - code: One that may be sent; `nil` to give none.
    ///   - reason: Cut to ``reasonLimit`` bytes, between two scalars.
    /// - Returns: Header and payload.
    public static func server(code: UInt16?, reason: String = "") -> [UInt8] {
        let payload = payload(code: code, reason: reason)
        var bytes: [UInt8] = []
        Frame.encodeServer(.close, payload.span, into: &bytes)
        return bytes
    }

    /// Makes the whole frame, as a client sends it.
    ///
    /// - Parameters:
    ///   - code: One that may be sent; `nil` to give none.
    ///   - reason: Cut to ``reasonLimit`` bytes, between two scalars.
    ///   - maskingKey: Four random bytes, new for every frame.
    /// - Returns: Header and payload, masked.
    public static func client(code: UInt16?, reason: String = "", maskingKey: UInt32) -> [UInt8] {
        let payload = payload(code: code, reason: reason)
        var bytes: [UInt8] = []
        Frame.encodeClient(.close, payload.span, maskingKey: maskingKey, into: &bytes)
        return bytes
    }

    /// Reads the code out of an unmasked payload and checks the reason after it.
    ///
    /// - Returns: The code, or `nil` when the payload is empty.
    /// - Throws: ``WebSocketError/malformedClosePayload``, ``WebSocketError/forbiddenCloseCode(_:)`` or
    ///   ``WebSocketError/closeReasonNotUTF8``.
    static func code(in payload: Span<UInt8>) throws(WebSocketError) -> UInt16? {
        guard payload.count > 0 else { return nil }
        guard payload.count >= 2 else { throw .malformedClosePayload }
        let code = payload.bigEndian(at: 0, as: UInt16.self)
        guard CloseCode.isAllowed(code) else { throw .forbiddenCloseCode(code) }
        var validator = UTF8Validator()
        guard validator.accept(payload.extracting(2..<payload.count)), validator.isComplete else {
            throw .closeReasonNotUTF8
        }
        return code
    }
}
