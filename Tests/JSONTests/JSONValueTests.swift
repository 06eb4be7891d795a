import JSON
import Testing

@Suite("A tree of JSON") struct JSONValueTests {
    private func value(_ text: String) throws(JSONError) -> JSONValue {
        let bytes = Array(text.utf8)
        return try JSONValue(parsing: bytes.span)
    }

    @Test func `holds what the text says`() throws {
        let tree = try value(#" {"a":[null,true,-3,2.5,"x"],"b":{}} "#)
        #expect(
            tree
                == .object([
                    "a": .list([.null, .boolean(true), .integer(-3), .fraction(2.5), .string("x")]), "b": .object([:]),
                ])
        )
        #expect(tree["a"]?.list?.first == .null)
        #expect(tree["a"]?.list?[3].number == 2.5)
        #expect(tree["c"] == nil)
    }

    @Test(arguments: [
        ("9223372036854775807", JSONValue.integer(.max)), ("9223372036854775808", .fraction(9_223_372_036_854_775_808)),
        ("-9223372036854775808", .integer(.min)), ("1e2", .fraction(100)), ("-0", .integer(0)),
        ("1e999", .fraction(.infinity)),
    ])
    func `holds every number as exactly as it can`(text: String, number: JSONValue) throws {
        #expect(try value(text) == number)
    }

    @Test func `refuses a key that is given twice, however it is written`() {
        let error = #expect(throws: JSONError.self) { try value(#"{"a":1,"\u0061":2}"#) }
        #expect(error == #expect(throws: JSONError.self) { try value(#"{"a":1,"\u0061":3}"#) })
        #expect(error?.rule == .repeatedKey("a"))
        #expect(error?.offset == 7)
    }

    @Test func `refuses what is no UTF-8, at its byte`() {
        let bytes = Array("[\"a".utf8) + [0xC3] + Array("\"]".utf8)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes.span) }
        #expect(error?.rule == .malformedUTF8)
        #expect(error?.offset == 3)
    }

    @Test func `is as deep as was allowed and no deeper`() throws {
        let bytes = Array("[[[]]]".utf8)
        _ = try JSONValue(parsing: bytes.span, deepest: 3)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes.span, deepest: 2) }
        #expect(error?.rule == .tooDeep)
    }

    @Test func `tells line and column as an editor does`() throws {
        let bytes = Array("{\n  \"ä€😀\": x".utf8)
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes.span) }
        #expect(error.place(in: bytes.span) == (2, 10))
    }
}
