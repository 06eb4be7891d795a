/// Checks that bytes are UTF-8 as they arrive, in pieces cut anywhere (RFC 3629 §4).
///
/// It remembers what may come next, four bytes in all: how many continuation bytes are still due, and the range in
/// which the next one must lie. That range refuses overlong forms, surrogates and what lies beyond U+10FFFF at the
/// second byte, so a wrong text fails at the first byte that makes it wrong.
struct UTF8Validator: Sendable {
    private var due: UInt8 = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether the bytes so far end with a whole scalar.
    var isComplete: Bool { due == 0 }

    /// Takes in the next bytes.
    ///
    /// - Returns: Whether text that goes on from here can still be UTF-8.
    mutating func accept(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            if due == 0 {
                index = bytes.firstNonASCII(from: index)
                if index == bytes.count { break }
            }
            guard accept(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        if due > 0 {
            guard byte >= lowest, byte <= highest else { return false }
            (due, lowest, highest) = (due - 1, 0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: (due, lowest, highest) = (1, 0x80, 0xBF)
        case 0xE0: (due, lowest, highest) = (2, 0xA0, 0xBF)
        case 0xED: (due, lowest, highest) = (2, 0x80, 0x9F)
        case 0xE1...0xEF: (due, lowest, highest) = (2, 0x80, 0xBF)
        case 0xF0: (due, lowest, highest) = (3, 0x90, 0xBF)
        case 0xF1...0xF3: (due, lowest, highest) = (3, 0x80, 0xBF)
        case 0xF4: (due, lowest, highest) = (3, 0x80, 0x8F)
        default: return false
        }
        return true
    }
}

extension Span<UInt8> {
    /// Whether the bytes are UTF-8 as a whole.
    var isUTF8: Bool {
        var validator = UTF8Validator()
        return validator.accept(self) && validator.isComplete
    }

    /// Where the first byte that is not ASCII stands at or after `start`; ``count`` when there is none.
    fileprivate func firstNonASCII(from start: Int) -> Int {
        var index = start
        while index + 8 <= count {
            var seen: UInt8 = 0
            for offset in index..<(index + 8) { seen |= self[offset] }
            if seen >= 0x80 { break }
            index += 8
        }
        while index < count, self[index] < 0x80 { index += 1 }
        return index
    }
}
