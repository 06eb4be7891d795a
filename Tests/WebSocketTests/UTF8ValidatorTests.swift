import Testing

@testable import WebSocket

@Suite("Validating UTF-8") struct UTF8ValidatorTests {
    /// Bytes on both sides of every boundary in RFC 3629 §4.
    static let boundaries: [UInt8] = [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]

    @Test(arguments: boundaries)
    func `agrees with the standard library on four bytes that begin with this one`(first: UInt8) {
        let boundaries = Self.boundaries
        var disagreements: [[UInt8]] = []
        for second in boundaries {
            for third in boundaries {
                for fourth in boundaries {
                    let bytes = [first, second, third, fourth]
                    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
                    if Self.isUTF8(bytes) != isUTF8 { disagreements.append(bytes) }
                }
            }
        }
        #expect(disagreements == [])
    }

    @Test(arguments: 0...24)
    func `finds a wrong byte wherever it stands among words of ASCII`(place: Int) {
        for letter in [0x00, 0x61] as [UInt8] {
            var bytes = [UInt8](repeating: letter, count: 25)
            #expect(Self.isUTF8(bytes))
            bytes[place] = 0x80
            #expect(!Self.isUTF8(bytes))
        }
    }

    @Test(arguments: 1..<4)
    func `remembers a scalar cut by the end of a piece`(cut: Int) {
        let start = Array("🌸".utf8.prefix(cut))
        let end = Array("🌸".utf8.dropFirst(cut))
        var validator = UTF8Validator()
        let acceptsStart = validator.accept(start.span)
        #expect(acceptsStart)
        #expect(!validator.isComplete)
        let acceptsEnd = validator.accept(end.span)
        #expect(acceptsEnd)
        #expect(validator.isComplete)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        bytes.span.isUTF8
    }
}
