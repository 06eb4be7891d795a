import JSON
import Reactor
import Testing

@Suite("Escapes in a JSON text") struct EscapePriceTests {
    /// What work costs on a processor, in nanoseconds: the best of a few.
    private func price(_ work: () throws -> Void) rethrows -> Int64 {
        var best = Int64.max
        for _ in 0..<5 {
            let start = Clock.threadProcessor()
            try work()
            best = min(best, Clock.threadProcessor() - start)
        }
        return best
    }

    /// What it costs to ask of each name of an object whether it is one of these.
    private func priceOfNames(_ name: String) throws -> Int64 {
        let text = Array(("{" + Array(repeating: "\"\(name)\":0", count: 20_000).joined(separator: ",") + "}").utf8)
        return try price {
            var reader = JSONReader()
            try reader.beginObject(in: text.span)
            while let name = try reader.nextKey(in: text.span) {
                try reader.skip(in: text.span)
                for other in ["event", "message", "key", "before", "count"] {
                    let isIt = name.equals(other, in: text.span)
                    #expect(!isIt)
                }
            }
            try reader.finish(in: text.span)
        }
    }

    @Test func `in names cost little more than letters`() throws {
        #expect(try priceOfNames(#"\u0001"#) < 3 * priceOfNames("abcdef"))
    }

    @Test func `are written for little more than letters`() {
        let (plain, escaped) = (String(repeating: "a", count: 200_000), String(repeating: "\u{1}", count: 200_000))
        func write(_ text: String) -> Int64 {
            price { _ = JSONWriter.object { $0.member("data", text) } }
        }
        #expect(write(escaped) < 60 * write(plain))
    }

    @Test(arguments: [
        (#"\u0065vent"#, "event", true), (#"even\u0074"#, "event", true), (#"even\u0074s"#, "event", false),
        (#"\u0065ven"#, "event", false), (#"\ud83d\ude00"#, "😀", true), (#"\ud83d"#, "\u{FFFD}", true),
        (#"\n"#, "\n", true), (#"é\u00e9"#, "éé", true), (#"\u20ac"#, "€", true), (#"\u0000"#, "", false),
    ])
    func `are compared as what they stand for`(written: String, text: String, isEqual: Bool) throws {
        let json = Array("\"\(written)\"".utf8)
        var reader = JSONReader()
        let string = try reader.string(in: json.span)
        let (seen, read) = (string.equals(text, in: json.span), string.string(in: json.span))
        #expect(seen == isEqual)
        #expect((read == text) == isEqual)
    }
}
