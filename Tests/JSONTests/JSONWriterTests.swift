import JSON
import Testing

@Suite("Writing JSON") struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `keeps the order of the calls, with commas between`() {
        let written = text { writer in
            writer.object { writer in
                writer.member("b", "x")
                writer.member("a", 1)
                writer.member("list", ["y", "z"])
                writer.key("empty")
                writer.object { _ in }
                writer.key("more")
                writer.list { writer in
                    writer.null()
                    writer.value(true)
                    writer.list { _ in }
                    writer.value(json: Array("[1]".utf8))
                }
                writer.member("last", false)
            }
        }
        #expect(written == #"{"b":"x","a":1,"list":["y","z"],"empty":{},"more":[null,true,[],[1]],"last":false}"#)
    }

    @Test(arguments: [
        ("plain ä😀/", #""plain ä😀/""#), ("\"\\", #""\"\\""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
        ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ])
    func `escapes what must be, and nothing else`(string: String, written: String) {
        #expect(text { $0.value(string) } == written)
    }

    @Test(arguments: [
        (0.0, "0"), (-2.5, "-2.5"), (1_763_700_007_497.176, "1763700007497.176"), (3.0, "3"), (1e300, "1e+300"),
        (.nan, "null"),
        (-.infinity, "null"),
    ])
    func `writes numbers in as few digits as tell them apart`(number: Double, written: String) {
        #expect(text { $0.value(number) } == written)
    }

    @Test(arguments: [0, 7, -1, 10, 1_763_700_007_497_176, Int64.max, .min])
    func `writes whole numbers with all their digits`(number: Int64) {
        #expect(text { $0.value(number) } == "\(number)")
        #expect(text { $0.value(UInt64(bitPattern: number)) } == "\(UInt64(bitPattern: number))")
    }

    @Test(arguments: [
        0, 1, 10, 100, 999, 1000, 1001, 1010, 123_450, -1, -1500, -2000, 1_763_700_007_497_176, 1_763_700_007_497_170,
    ])
    func `writes thousandths as the number that they are`(thousandths: Int64) {
        #expect(text { $0.value(thousandths: thousandths) } == text { $0.value(Double(thousandths) / 1000) })
    }

    @Test func `writes what the reader reads`() throws {
        var scalars = String.UnicodeScalarView()
        for code in UInt32(0)...0x2FF { scalars.append(Unicode.Scalar(code) ?? "?") }
        let string = String(scalars)
        let bytes = JSONWriter.object { $0.member(string, string) }
        #expect(try JSONValue(parsing: bytes.span) == .object([string: .string(string)]))
    }
}
