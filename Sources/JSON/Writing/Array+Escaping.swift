extension [UInt8] {
    /// Appends a text with everything escaped that must not stand in a string (RFC 8259 §7).
    mutating func append(escaping utf8: Span<UInt8>) {
        var start = 0
        while start < utf8.count {
            let rest = utf8.extracting(start...)
            let plain = rest.plainEnd(from: 0)
            append(addingCapacity: plain) { output in
                for index in 0..<plain { output.append(rest[index]) }
            }
            if plain < rest.count { append(escapeOf: rest[plain]) }
            start += plain + 1
        }
    }

    private mutating func append(escapeOf byte: UInt8) {
        let escape =
            switch byte {
            case UInt8(ascii: "\""): #"\""#
            case UInt8(ascii: "\\"): #"\\"#
            case 0x08: #"\b"#
            case 0x0C: #"\f"#
            case 0x0A: #"\n"#
            case 0x0D: #"\r"#
            case 0x09: #"\t"#
            default: #"\u00"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
            }
        append(contentsOf: escape.utf8)
    }
}
