import Bytes

/// A short fingerprint that nobody can make who does not know the key (Aumasson, Bernstein: SipHash-2-4, 2012).
struct SipHash {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64
    private var fourth: UInt64

    /// The fingerprint of some bytes under a key of two words.
    static func hash(_ bytes: Span<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
        var state = SipHash(key: key)
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        var offset = 0
        while bytes.count - offset >= 8 {
            state.take(bytes.bigEndian(at: offset, as: UInt64.self).byteSwapped)
            offset += 8
        }
        for place in offset..<bytes.count { last |= UInt64(bytes[place]) << (8 * UInt64(place - offset)) }
        state.take(last)
        state.third ^= 0xFF
        for _ in 0..<4 { state.mix() }
        return state.first ^ state.second ^ state.third ^ state.fourth
    }

    private init(key: (UInt64, UInt64)) {
        first = key.0 ^ 0x736F_6D65_7073_6575
        second = key.1 ^ 0x646F_7261_6E64_6F6D
        third = key.0 ^ 0x6C79_6765_6E65_7261
        fourth = key.1 ^ 0x7465_6462_7974_6573
    }

    private mutating func take(_ word: UInt64) {
        fourth ^= word
        for _ in 0..<2 { mix() }
        first ^= word
    }

    private mutating func mix() {
        first &+= second
        third &+= fourth
        second = second << 13 | second >> 51
        fourth = fourth << 16 | fourth >> 48
        second ^= first
        fourth ^= third
        first = first << 32 | first >> 32
        third &+= second
        first &+= fourth
        second = second << 17 | second >> 47
        fourth = fourth << 21 | fourth >> 43
        second ^= third
        fourth ^= first
        third = third << 32 | third >> 32
    }
}
