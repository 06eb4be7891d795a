/// A key under which one program alone can post: it names whoever has a secret, and gives nothing of that away.
///
///      0        32  33
///     ├────────┼───┼───┼ ⋯ ┤
///     │ sender │ # │ 0 │ any
///
/// Everybody on a channel sees the keys of its messages, and of two messages under one key each client is given the one
/// that came first. So whoever sees a message at one end of the mesh could post under its key at the other end before it
/// has arrived there. Under such a key only a client can post whose session has the sender for its hash, on every node alike.
public enum GuardedKey {
    private static let senderLength = 32

    /// What follows the sender.
    private static let mark = Array("#0".utf8)

    /// The sender of a session, never 0: the first half of its hash by SHA-256.
    public static func sender(of session: String) -> UInt128 {
        max(1, SHA256.hash(Array(session.utf8).span).span.bigEndian(at: 0, as: UInt128.self))
    }

    /// Whether a client may post under a key.
    ///
    /// - Parameters:
    ///   - key: Any key, or none.
    ///   - sender: Of its session; 0 for a client without one.
    /// - Returns: Whether it is none that another session guards.
    public static func admits(_ key: String?, from sender: UInt128) -> Bool {
        guard let key, let named = self.sender(in: key) else { return true }
        return named == sender
    }

    /// The sender that a key is guarded by; `nil` for a key that anybody may use.
    private static func sender(in key: String) -> UInt128? {
        let bytes = key.utf8
        // Nearly all others end here.
        guard bytes.count > senderLength, bytes.dropFirst(senderLength).starts(with: mark) else { return nil }
        var sender: UInt128 = 0
        for byte in bytes.prefix(senderLength) {
            // An uppercase digit would be another key of the same sender.
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            sender = sender << 4 | UInt128(digit)
        }
        return sender
    }
}
