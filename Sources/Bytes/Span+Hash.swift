extension Span<UInt8> {
    /// A 64-bit hash of the bytes, the same in every process; not for use against an adversary.
    ///
    /// Eight bytes a step, each multiplied and folded as in wyhash.
    @inlinable
    public func hash(seed: UInt64) -> UInt64 {
        var state = seed ^ 0x9E37_79B9_7F4A_7C15
        let words = count / 8
        for word in 0..<words {
            state = mixed(state ^ bigEndian(at: word * 8, as: UInt64.self))
        }
        var rest = UInt64(count)
        for index in (words * 8)..<count {
            rest = rest << 8 | UInt64(self[index])
        }
        return mixed(state ^ rest)
    }
}

/// Spreads every bit of `value` over all bits of the result.
@inlinable @inline(always)
public func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: 0x8EBC_6AF0_9C88_C6E3)
    return product.high ^ product.low
}
