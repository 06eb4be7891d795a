import Bytes

/// What a message's frame must be, so that nothing that a peer sends can reach a client and break it.
public enum FrameRule: Sendable {
    /// Any bytes; for those who give frames another meaning.
    case any

    /// One whole frame of a WebSocket server: text or binary, not fragmented, not masked, its length in the
    /// shortest form (RFC 6455 §5.2), and text that is UTF-8.
    case webSocket

    /// Whether a frame may be stored and handed on.
    func accepts(_ frame: Span<UInt8>) -> Bool {
        switch self {
        case .any: true
        case .webSocket: Self.isServerFrame(frame)
        }
    }

    private static func isServerFrame(_ frame: Span<UInt8>) -> Bool {
        guard frame.count >= 2, frame[0] == 0x81 || frame[0] == 0x82 else { return false }
        let start: Int
        switch frame[1] {
        case 0...125:
            start = 2
            guard frame.count == 2 + Int(frame[1]) else { return false }
        case 126:
            start = 4
            guard frame.count >= 4 + 126, frame.count - 4 == Int(frame.bigEndian(at: 2, as: UInt16.self)) else {
                return false
            }
        case 127:
            start = 10
            guard frame.count >= 10 + 65_536, UInt64(frame.count - 10) == frame.bigEndian(at: 2, as: UInt64.self)
            else { return false }
        default:
            return false
        }
        return frame[0] == 0x82 || (try? UTF8Span(validating: frame.extracting(start...))) != nil
    }
}
