/// A node's name in two words: names of up to 15 bytes are compared without a look at where the name itself lies.
struct NameTag: Equatable {
    /// How many bytes of a name have room.
    private static let capacity = 15

    private var high: UInt64 = 0
    private var low: UInt64

    /// Whether equal tags are equal names.
    let isWhole: Bool

    /// Takes a name's length and its first bytes.
    init(_ name: Span<UInt8>) {
        isWhole = name.count <= Self.capacity
        low = UInt64(truncatingIfNeeded: name.count)
        for index in 0..<min(name.count, Self.capacity) {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(name[index])
        }
    }
}
