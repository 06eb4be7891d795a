import JSON
import Testing

@Suite("A string of JSON") struct PlainStringTests {
    /// Every byte that ASCII has, alone and at each place among others.
    @Test(arguments: UInt8(0)..<128) func `is escaped and read at every place alike`(byte: UInt8) throws {
        for length in 1...20 {
            for place in 0..<length {
                var bytes = [UInt8](repeating: 0x61, count: length)
                bytes[place] = byte
                // What comes right before and after what must be escaped, at both ends of their range.
                if place > 0 { bytes[place - 1] = 0x21 }
                if place + 1 < length { bytes[place + 1] = 0x5D }
                let string = String(decoding: bytes, as: UTF8.self)
                let json = JSONWriter.object { $0.member("k", string) }
                #expect(try JSONValue(parsing: json.span)["k"]?.string == string)

                let raw = Array(#"{"k":""#.utf8) + bytes + Array(#""}"#.utf8)
                let mustEscape = byte < 0x20 || byte == 0x22 || byte == 0x5C
                #expect((json == raw) == !mustEscape)
                if byte < 0x20 { #expect(throws: JSONError.self) { try JSONValue(parsing: raw.span) } }
            }
        }
    }

    @Test func `may have any other scalar at every place`() throws {
        for scalar in ["\u{7F}", "\u{80}", "é", "\u{A0}", "ÿ", "€", "😀"] {
            for length in 0..<20 {
                let string = String(repeating: "a", count: length) + scalar + "b"
                let json = JSONWriter.object { $0.member("k", string) }
                #expect(json == Array(#"{"k":"\#(string)"}"#.utf8))
                #expect(try JSONValue(parsing: json.span)["k"]?.string == string)
            }
        }
    }
}
