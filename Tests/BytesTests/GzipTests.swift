import Testing

@testable import Bytes

@Suite("Gzip") struct GzipTests {
    @Test(arguments: 0..<40 as Range<Int>) func `makes what its reader has again`(seed: Int) {
        var state = UInt32(seed) &* 2_654_435_761 | 1
        let letters = 1 + seed % 5
        let text = (0..<(seed * 97)).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: Int(state >> 24) % letters * 63)
        }
        #expect(Inflater.inflate(Gzip.compress(text)) == text)
    }

    @Test func `is short where a text repeats itself`() {
        let text = Array(repeating: Array("once upon a time, ".utf8), count: 1000).flatMap(\.self)
        #expect(Gzip.compress(text).count < 300)
        #expect(Inflater.inflate(Gzip.compress(text)) == text)
    }

    @Test func `has the checksum and the length at its end`() {
        // CRC-32 of "123456789" is the one that everybody names.
        #expect(Gzip.compress(Array("123456789".utf8)).suffix(8) == [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0])
    }
}

/// Reads a block of the fixed codes (RFC 1951 §3.2.6), for lack of any other reader here.
private struct Inflater {
    private let bytes: [UInt8]
    private var bit = 80 + 3

    static func inflate(_ bytes: [UInt8]) -> [UInt8] {
        var inflater = Inflater(bytes: bytes)
        return inflater.run()
    }

    private mutating func number(_ count: Int) -> Int {
        (0..<count).reduce(0) { number, place in number | next() << place }
    }

    private mutating func code(_ count: Int, after start: Int = 0) -> Int {
        (0..<count).reduce(start) { code, _ in code << 1 | next() }
    }

    private mutating func next() -> Int {
        defer { bit += 1 }
        return Int(bytes[bit / 8] >> UInt8(bit % 8)) & 1
    }

    private mutating func symbol() -> Int {
        let seven = code(7)
        if seven < 24 { return 256 + seven }
        let eight = code(1, after: seven)
        switch eight {
        case 0x30...0xBF: return eight - 0x30
        case 0xC0...0xC7: return 280 + eight - 0xC0
        default: return 144 + code(1, after: eight) - 0x190
        }
    }

    private mutating func run() -> [UInt8] {
        var output: [UInt8] = []
        while true {
            let symbol = symbol()
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return output }
            let length = value(symbol - 257, doublings: 4, from: 3)
            let distance = value(code(5), doublings: 2, from: 1)
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    /// What a code says, of which always so many have one bit more.
    private mutating func value(_ code: Int, doublings: Int, from first: Int) -> Int {
        if doublings == 4, code == 28 { return 258 }
        func bits(_ code: Int) -> Int { max(0, code / doublings - 1) }
        return first + (0..<code).reduce(0) { $0 + 1 << bits($1) } + number(bits(code))
    }
}
