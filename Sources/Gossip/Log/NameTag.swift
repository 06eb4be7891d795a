/// A node's name in a number: names of up to 16 bytes are compared and written without a look at where they lie.
struct NameTag: Equatable {
    /// How many bytes of a name have room.
    private static let capacity = 16

    /// How many bytes the name has.
    let count: Int

    /// The first bytes, the last of them lowest.
    private let bits: UInt128

    /// Takes a name's length and its first bytes.
    init(_ name: Span<UInt8>) {
        count = name.count
        var bits: UInt128 = 0
        for index in 0..<min(name.count, Self.capacity) { bits = bits << 8 | UInt128(name[index]) }
        self.bits = bits
    }

    /// Whether equal tags are equal names.
    var isWhole: Bool { count <= Self.capacity }

    /// Appends the name, which must be whole.
    func append(to bytes: inout [UInt8]) {
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt128(8 * index))) }
    }
}
