extension [UInt8] {
    /// Appends a text with everything escaped that must not stand in a string (RFC 8259 §7).
    mutating func append(escaping utf8: Span<UInt8>) {
        var start = 0
        while start < utf8.count {
            let rest = utf8.extracting(start...)
            let plain = rest.plainEnd(from: 0)
            if plain > 0 {
                append(addingCapacity: plain) { output in
                    for index in 0..<plain { output.append(rest[index]) }
                }
            }
            if plain < rest.count { append(escapeOf: rest[plain]) }
            start += plain + 1
        }
    }

    private mutating func append(escapeOf byte: UInt8) {
        // By bytes: of a message that consists of them a text for each would cost ten times that.
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        default:
            for letter in "u00".utf8 { append(letter) }
            append(UInt8(ascii: "0") + byte >> 4)
            append(byte & 0xF < 10 ? UInt8(ascii: "0") + byte & 0xF : UInt8(ascii: "a") - 10 + byte & 0xF)
        }
    }
}
