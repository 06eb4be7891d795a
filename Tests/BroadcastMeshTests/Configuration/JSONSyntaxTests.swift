import BroadcastMesh
import Testing

@Suite("A file that is not JSON", .computing) struct JSONSyntaxTests {
    @Test(arguments: [
        ("{\n  \"nodes\": [\n    x\n", "line 3, column 5: found \"x\", wanted a value"),
        ("{ \"nodes\": [1, 2,] }", "line 1, column 18: found \"]\", wanted a value"),
        ("{ \"nodes\": [1 2] }", "line 1, column 15: found \"2\", wanted \",\" or \"]\""),
        ("{ \"nodes\": 1, }", "line 1, column 15: found \"}\", wanted a key in double quotes"),
        ("{ \"nodes\" [] }", "line 1, column 11: found \"[\", wanted \":\""),
        ("{ \"nodes\": [] ", "line 1, column 15: the text ends here; wanted \",\" or \"}\""),
        ("{ \"nodes\": [], \"nodes\": [] }", "line 1, column 16: the key \"nodes\" is given twice"),
        ("\u{FEFF}{}", "line 1, column 1: found a byte order mark (U+FEFF), wanted a value"),
        ("{\u{A0}}", "line 1, column 2: found U+00A0, wanted a key in double quotes"),
        ("{\u{1F600}}", "line 1, column 2: found \"\u{1F600}\", wanted a key in double quotes"),
        ("{} x", "line 1, column 4: found \"x\", wanted the end"),
        ("{ \"ä€😀\": tru }", "line 1, column 10: found \"t\", wanted a value"),
        ("{ \"a\": \"b", "line 1, column 8: the string is not closed"),
        ("{ \"a\": \"b\n\" }", "line 1, column 10: in a string this must be an escape: a line end \\n, a tab \\t"),
        ("{ \"a\": \"\\q\" }", "line 1, column 9: a backslash starts no such escape"),
        ("{ \"a\": \"\\u12g4\" }", "line 1, column 9: a backslash starts no such escape"),
        ("{ \"a\": -x }", "line 1, column 8: this is no number of JSON"),
        ("{ \"a\": 1. }", "line 1, column 8: this is no number of JSON"),
        ("{ \"a\": 1e }", "line 1, column 8: this is no number of JSON"),
        ("{ \"a\": 01 }", "line 1, column 9: found \"1\", wanted \",\" or \"}\""),
        ("{ // names\n }", "line 1, column 3: found \"/\", wanted a key in double quotes"),
        (String(repeating: "[", count: 33), "line 1, column 33: lists and objects nest too deep"),
    ])
    func `is refused with a line, a column and a reason`(json: String, error: String) {
        let found = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(parsing: Array(json.utf8))
        }
        #expect(found?.description == "mesh.json: \(error)")
    }

    @Test func `is refused where it stops being UTF-8`() {
        let found = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(parsing: Array("{ \"a".utf8) + [0xC3] + Array("\": 1 }".utf8))
        }
        #expect(found?.description == "mesh.json: line 1, column 5: the text is not UTF-8")
    }

    @Test(arguments: [
        "[true, false, null, 0, -0.5e+10, 1E3, \"\\u00e4\\\\\\\"\\/\\b\\f\\n\\r\\t\", {}, [], {\"a\":[{}]}]",
        " \t\r\n\"text\" ",
    ])
    func `is not what good JSON of another shape is taken for`(json: String) {
        let found = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(parsing: Array(json.utf8))
        }
        #expect(found?.place == "")
        #expect(found?.problem.hasSuffix("wanted an object") == true)
    }
}
