import JSON
import Testing

@Suite("A string of JSON") struct JSONTextTests {
    private func utf8(_ text: String) throws -> [UInt8] {
        let bytes = Array(text.utf8)
        var reader = JSONReader()
        return try reader.string(in: bytes.span).utf8(in: bytes.span)
    }

    @Test(arguments: [
        (#""""#, ""), (#""plain ä 😀""#, "plain ä 😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0000\u00e4\u00E4\u5434""#, "\0ää吴"), (#""a\ud83d\ude00b""#, "a😀b"), (#""\uffff""#, "\u{FFFF}"),
    ])
    func `says what its escapes stand for`(text: String, meaning: String) throws {
        #expect(try utf8(text) == Array(meaning.utf8))
    }

    @Test(arguments: [
        (#""\ud800""#, "\u{FFFD}"), (#""a\udc00b""#, "a\u{FFFD}b"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
    ])
    func `has U+FFFD for half a surrogate pair, as browsers do`(text: String, meaning: String) throws {
        #expect(try utf8(text) == Array(meaning.utf8))
    }

    @Test(arguments: [
        (#""ä""#, "ä"), (#""a\ud83d\ude00b""#, "a😀b"), (#""\ufffd""#, "\u{FFFD}"), (#""\ud800""#, nil),
        (#""a\udc00b""#, nil), (#""\ud83d\ud83d\ude00""#, nil), (#""\ud83d\u0041""#, nil),
    ])
    func `is no name of anything where it holds half a surrogate pair`(text: String, meaning: String?) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader()
        #expect(try reader.string(in: bytes.span).exactString(in: bytes.span) == meaning)
    }

    @Test func `is no name of anything where it is no UTF-8`() throws {
        let bytes: [UInt8] = [0x22, 0x61, 0xFF, 0x22]
        var reader = JSONReader()
        let string = try reader.string(in: bytes.span)
        #expect(string.exactString(in: bytes.span) == nil)
        #expect(string.string(in: bytes.span) == "a\u{FFFD}")
    }

    @Test(arguments: [
        (#""event""#, true), (#""\u0065vent""#, true), (#""events""#, false), (#""Event""#, false), (#""""#, false),
    ])
    func `is compared by what it says`(text: String, isEqual: Bool) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader()
        let string = try reader.string(in: bytes.span)
        #expect(string.equals("event", in: bytes.span) == isEqual)
    }
}
