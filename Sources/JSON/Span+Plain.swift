extension Span<UInt8> {
    /// The first byte from `start` on that cannot stand in a string as it is (RFC 8259 §7): a quotation mark, a backslash
    /// or a control character; the count when there is none.
    ///
    /// Eight bytes are looked at with each step: strings are most of what chats read and write.
    func plainEnd(from start: Int) -> Int {
        var index = start
        while count - index >= 8 {
            let found = specialBytes(of: word(at: index))
            guard found == 0 else { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { return index }
            index += 1
        }
        return index
    }

    /// Eight bytes, the first of them lowest; one load for the compiler.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(self[index + offset]) << UInt64(8 * offset) }
        return word
    }
}

/// The highest bit of each byte that cannot stand as it is; above the first, some others may be marked as well.
@inline(__always)
private func specialBytes(of word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ ones &* 0x22
    let backslashes = word ^ ones &* 0x5C
    let controls = (word &- ones &* 0x20) & ~word
    return (controls | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & (ones &* 0x80)
}
