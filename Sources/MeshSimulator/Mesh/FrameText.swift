import Bytes

/// What simulated clients post: frames that say which message they are, so that a reader can tell.
///
///      0        4         8
///     ├────────┼─────────┼───────────────────┤
///     │ length │ message │ the message again  │
enum FrameText {
    /// The shortest frame, in bytes.
    static let shortest = 8

    /// Makes the frame of a message.
    static func frame(of message: Int, size: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        let size = max(size, shortest)
        bytes.reserveCapacity(size)
        bytes.append(bigEndian: UInt32(size))
        bytes.append(bigEndian: UInt32(message))
        while bytes.count < size { bytes.append(UInt8(truncatingIfNeeded: message &+ bytes.count)) }
        return bytes
    }

    /// Reads which message stands at an offset, and how long it is; `nil` when that is no frame.
    static func read(_ bytes: Span<UInt8>, at offset: Int) -> (message: Int, size: Int)? {
        guard bytes.count - offset >= shortest else { return nil }
        let size = Int(bytes.bigEndian(at: offset, as: UInt32.self))
        let message = Int(bytes.bigEndian(at: offset + 4, as: UInt32.self))
        guard size >= shortest, size <= bytes.count - offset else { return nil }
        guard size == shortest || bytes[offset + size - 1] == UInt8(truncatingIfNeeded: message &+ (size - 1)) else {
            return nil
        }
        return (message, size)
    }
}
