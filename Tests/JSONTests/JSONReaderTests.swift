import JSON
import Testing

@Suite("Reading JSON") struct JSONReaderTests {
    /// Passes a whole text without looking at it.
    private func skip(_ text: String) throws(JSONError) {
        let bytes = Array(text.utf8)
        var reader = JSONReader()
        try reader.skip(in: bytes.span)
        try reader.finish(in: bytes.span)
    }

    @Test(arguments: [
        "null", " true ", "\t\r\n false", "0", "-0", "-12.50e+3", "1E3", "7e-0", #""""#, #""a\u00e4\\\"\/\b\f\n\r\t""#,
        "[]", "{}", "[ ]", "{ }", #"[1,[2,[3,{}]],{"a":[{"b":null}]}]"#, #"{"a":1,"a":2}"#, #""\ud800""#,
        "\"\u{7F}\u{2028}\"",
    ])
    func `passes whatever is JSON`(text: String) throws {
        try skip(text)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "nan", "Infinity", "+1", "01", "-", "-a", "1.", ".5", "1e", "1e+", "0x10", "1 2",
        "[1 2]", "[1,]",
        "[,1]", "[1,,2]", "[", "]", "[1", "{", "}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{a:1}"#,
        #"{1:1}"#,
        #"{"a" 1}"#, #"{"a":1 "b":2}"#, "[}", "{]", #"{"a":1]"#, "[1}", #"""#, #""a"#, #""\"#, #""\x""#, #""\u12g4""#,
        #""\u12"#,
        "\"a\nb\"", "\"\u{0}\"", "'a'", "// no\n1", "1 /* no */", "[1]x", "{} {}", "\u{FEFF}1", "\u{A0}1",
    ])
    func `refuses whatever is not`(text: String) {
        #expect(throws: JSONError.self) { try skip(text) }
    }

    @Test(arguments: [
        ("[1,]", 3, JSONRule.unexpected(found: "]", wanted: .value)),
        ("[1 2]", 3, .unexpected(found: "2", wanted: .commaOrBracket)),
        (#"{"a":1,}"#, 7, .unexpected(found: "}", wanted: .key)),
        (#"{"a"€}"#, 4, .unexpected(found: "€", wanted: .colon)),
        (#"{"a":1"#, 6, .unexpected(found: nil, wanted: .commaOrBrace)),
        ("{} x", 3, .unexpected(found: "x", wanted: .end)),
        (#"["a"#, 1, .unclosedString),
        ("\"a\n\"", 2, .controlCharacter),
        (#""a\q""#, 2, .unknownEscape),
        ("[-x]", 1, .malformedNumber),
    ])
    func `names the place and the rule`(text: String, offset: Int, rule: JSONRule) {
        let error = #expect(throws: JSONError.self) { try skip(text) }
        #expect(error?.offset == offset)
        #expect(error?.rule == rule)
    }

    @Test func `goes as deep as it says and no deeper`() throws {
        let deepest = JSONReader.deepestNesting
        let text = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)

        try skip(text)

        let error = #expect(throws: JSONError.self) { try skip("[\(text)]") }
        #expect(error?.rule == .tooDeep)
        #expect(error?.offset == deepest)
    }

    @Test func `keeps apart lists and objects at every depth`() throws {
        let pairs = Array(repeating: (open: #"{"a":["#, close: "]}"), count: JSONReader.deepestNesting / 2)
        let text = pairs.map(\.open).joined() + pairs.map(\.close).joined()
        let crossed = pairs.map(\.open).joined() + "}" + pairs.map(\.close).joined()

        try skip(text)

        #expect(throws: JSONError.self) { try skip(crossed) }
    }

    @Test func `hands out members in their order`() throws {
        let bytes = Array(#"{"event":"say","more":[1,{"x":2}],"count":3,"last":true}"#.utf8)
        var reader = JSONReader()
        var members: [String] = []

        try reader.beginObject(in: bytes.span)
        while let key = try reader.nextKey(in: bytes.span) {
            let value = try reader.skip(in: bytes.span)
            members.append("\(key.string(in: bytes.span))=\(String(decoding: bytes[value], as: UTF8.self))")
        }
        try reader.finish(in: bytes.span)

        #expect(members == [#"event="say""#, #"more=[1,{"x":2}]"#, "count=3", "last=true"])
    }

    @Test func `ends every text that is cut short with an error`() {
        let text = #"{"a":[1.5e3,"\u00e4\n",{"b":null}],"c":false}"#
        for length in 0..<text.utf8.count {
            #expect(throws: JSONError.self) { try skip(String(text.prefix(length))) }
        }
    }
}
