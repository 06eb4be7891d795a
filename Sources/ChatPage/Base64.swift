extension [UInt8] {
    /// These bytes in Base64 with padding (RFC 4648 §4).
    var base64: String {
        var text = ""
        for offset in stride(from: 0, to: count, by: 3) {
            let group = self[offset..<Swift.min(offset + 3, count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for index in 0..<4 {
                // One byte fills two characters, two fill three.
                let digit = Int(bits >> (18 - 6 * UInt32(index)) & 0x3F)
                text.append(index <= group.count ? Self.base64Alphabet[digit] : "=")
            }
        }
        return text
    }

    private static var base64Alphabet: [Character] {
        Array<Character>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    }
}
