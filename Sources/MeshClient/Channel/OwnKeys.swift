/// The keys of what one program posts.
struct OwnKeys {
    private let sender: String
    private var count = 0

    /// - Parameter bytes: 16 by chance.
    init(_ bytes: [UInt8]) {
        sender = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The key of the next post.
    ///
    /// - Parameter chance: What nobody knows before.
    /// - Returns: The key.
    func next(chance: UInt64) -> String { SenderOrder.key(sender, count + 1, chance: chance) }

    /// The next post was taken.
    mutating func advance() { count += 1 }
}
