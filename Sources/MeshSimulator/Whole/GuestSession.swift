import Bytes

/// The session of a guest, by which its keys are guarded: what it tells nodes, and what everybody sees of that.
struct GuestSession: Equatable, Sendable {
    /// What it tells nobody but nodes.
    let secret: String

    /// What its keys begin with: half of the hash of that.
    let sender: String

    /// Makes up the session of a guest.
    init(of guest: Int) {
        secret = "session-of-guest-\(guest)"
        let hash = SHA256.hash(Array(secret.utf8).span)
        sender = hash.prefix(16).hexadecimal
    }

    /// The key of one of its posts: which it is, and what nobody could guess if it were made by chance.
    func key(of number: Int) -> String { "\(sender)#0\(number)#\(UInt64(number).hexadecimal)" }

    /// Whether a key is one that a session guards.
    static func guards(_ key: String) -> Bool { key.dropFirst(32).hasPrefix("#0") }
}
