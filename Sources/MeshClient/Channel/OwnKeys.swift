import Bytes

/// The keys of what one program posts, under which nobody else can: nodes take them from whoever has its session.
struct OwnKeys {
    /// What the program tells its nodes, and nobody else.
    let session: String

    private let sender: String
    private var count = 0

    /// - Parameter bytes: 16 by chance.
    init(_ bytes: [UInt8]) {
        session = bytes.hexadecimal
        sender = SHA256.hash(Array(session.utf8).span).prefix(16).hexadecimal
    }

    /// The key of the next post.
    ///
    /// - Parameter chance: What nobody knows before: to nodes of before, the key is one that anybody can take.
    /// - Returns: The key.
    func next(chance: UInt64) -> String { SenderOrder.key(sender, count + 1, chance: chance) }

    /// The next post was taken.
    mutating func advance() { count += 1 }
}
