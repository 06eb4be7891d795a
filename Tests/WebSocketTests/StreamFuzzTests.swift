import Testing
import WebSocket

@Suite("Random streams") struct StreamFuzzTests {
    static let rounds = 200

    @Test(arguments: UInt64(1)...20)
    func `mean the same however they are cut, also when damaged`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            var bytes = Self.stream(&dice)
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            let limit = Int.random(in: 0...400, using: &dice)
            var whole = MessageDecoder(role: .server, messageLimit: limit)
            let expected = whole.find(in: bytes)
            var cut = MessageDecoder(role: .server, messageLimit: limit)
            #expect(cut.find(in: Self.pieces(of: bytes, &dice)) == expected)
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `that keep every rule give back what was sent`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let text = String(String.UnicodeScalarView((0..<40).map { _ in Self.scalar(&dice) }))
            var bytes: [UInt8] = []
            let utf8 = Array(text.utf8)
            let cuts = (0..<3).map { _ in Int.random(in: 0...utf8.count, using: &dice) }.sorted()
            bytes += clientFrame(
                .text,
                Array(utf8[..<cuts[0]]),
                isFinal: false,
                key: .random(in: 0 ... .max, using: &dice)
            )
            bytes += clientFrame(.continuation, Array(utf8[cuts[0]..<cuts[1]]), isFinal: false)
            bytes += clientFrame(.continuation, Array(utf8[cuts[1]..<cuts[2]]), isFinal: false)
            bytes += clientFrame(.continuation, Array(utf8[cuts[2]...]))
            var decoder = MessageDecoder(role: .server, messageLimit: 160)
            #expect(decoder.find(in: Self.pieces(of: bytes, &dice)) == [.message(.text, utf8)])
        }
    }

    /// A stream of some frames, most of which keep the rules.
    private static func stream(_ dice: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...6, using: &dice) {
            let opcodes: [Opcode] = [.text, .text, .binary, .continuation, .ping, .pong, .close]
            let opcode = opcodes.randomElement(using: &dice) ?? .text
            let longest = opcode.isControl ? 125 : 300
            var payload: [UInt8] = []
            let count = Int.random(in: 0...longest, using: &dice)
            while payload.count < count { payload += Array(String(scalar(&dice)).utf8) }
            if opcode == .close { payload = [0x03, 0xE8] + payload }
            let isFinal = opcode.isControl || Bool.random(using: &dice)
            bytes += clientFrame(
                opcode,
                Array(payload.prefix(longest)),
                isFinal: isFinal,
                key: .random(in: 0 ... .max, using: &dice)
            )
        }
        return bytes
    }

    private static func scalar(_ dice: inout SeededGenerator) -> Unicode.Scalar {
        let highest: UInt32 = Bool.random(using: &dice) ? 0x7F : 0x10FFFF
        return Unicode.Scalar(UInt32.random(in: 0...highest, using: &dice)) ?? "?"
    }

    private static func pieces(of bytes: [UInt8], _ dice: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...max(1, min(rest.count, Bool.random(using: &dice) ? 3 : 200)), using: &dice)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
