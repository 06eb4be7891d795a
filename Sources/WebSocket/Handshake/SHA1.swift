import Bytes

/// The hash that the opening handshake asks for (RFC 3174).
///
/// It proves that a server understood the request, and guards nothing.
enum SHA1 {
    /// Hashes a short message.
    ///
    /// - Returns: 20 bytes.
    static func hash(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        padded.append(bigEndian: UInt64(message.count * 8))

        var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for blockStart in stride(from: 0, to: padded.count, by: 64) {
            mix(padded.span.extracting(blockStart..<(blockStart + 64)), into: &state)
        }
        var digest: [UInt8] = []
        for index in state.indices { digest.append(bigEndian: state[index]) }
        return digest
    }

    private static func mix(_ block: Span<UInt8>, into state: inout [5 of UInt32]) {
        var words = [80 of UInt32](repeating: 0)
        for index in 0..<16 { words[index] = block.bigEndian(at: index * 4, as: UInt32.self) }
        for index in 16..<80 {
            let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
            words[index] = mixed.rotatedLeft(1)
        }

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for index in 0..<80 {
            let (function, constant): (UInt32, UInt32) =
                switch index {
                case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let next = a.rotatedLeft(5) &+ function &+ e &+ constant &+ words[index]
            (a, b, c, d, e) = (next, a, b.rotatedLeft(30), c, d)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }
}

extension UInt32 {
    fileprivate func rotatedLeft(_ count: UInt32) -> UInt32 {
        self << count | self >> (32 - count)
    }
}
