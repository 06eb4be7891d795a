import JSON
import Testing

@testable import Mesh
@testable import MeshClient

@Suite("Somebody else's text in a terminal") struct TerminalTextTests {
    @Test(arguments: [
        ("plain, grüße 👋🏽 日本語", "plain, grüße 👋🏽 日本語"),
        ("one\ntwo", #"one\ntwo"#),
        ("ends its line\n", "ends its line"),
        ("\r\n", #"\r"#),
        ("a\tb", "a\tb"),
        ("\u{1B}[2J\u{7}\u{7F}\u{0}", #"\u{1B}[2J\u{07}\u{7F}\0"#),
        ("\u{85}\u{9B}2J", #"\u{0085}\u{009B}2J"#),
        ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
        ("\u{200E}\u{200F}\u{061C}", #"\u{200E}\u{200F}\u{061C}"#),
        ("\u{202A}\u{202E}\u{2066}\u{2069}", #"\u{202A}\u{202E}\u{2066}\u{2069}"#),
        ("\u{206A}\u{206F}\u{FFF9}\u{FFFB}", #"\u{206A}\u{206F}\u{FFF9}\u{FFFB}"#),
        ("👩\u{200D}🚀 soft\u{AD}hyphen", "👩\u{200D}🚀 soft\u{AD}hyphen"),
    ])
    func `is one line, in which nothing moves`(text: String, line: String) {
        #expect(TerminalText.line(text) == line)
    }

    @Test func `is in JSON an escape where it would move, and says the same`() throws {
        let text = "\u{9B}2J\u{7F}\u{85}\u{2028}\u{2029}\u{200E}\u{61C}\u{202E}\u{2069} grüße 👋🏽\n"
        let message = BroadcastChannel.Message(
            id: "alpha@1/1",
            node: "alpha",
            time: .zero,
            key: nil,
            content: .text(text)
        )

        let line = TailLine.json(for: message)

        #expect(line.contains(#""\u009b2J\u007f\u0085\u2028\u2029\u200e\u061c\u202e\u2069 grüße 👋🏽\n""#))
        let data = try JSON.JSONValue(parsing: Array(line.utf8).span)["data"]?.string
        #expect(data?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test func `leaves JSON its line ends`() {
        #expect(TerminalText.json("{\n\t\"\u{9B}\": 1\r\n}") == "{\n\t\"\\u009b\": 1\r\n}")
    }

    @Test(arguments: [
        ("an\u{200B}a", #"an\u{200B}a"#), ("\u{FEFF}ana", #"\u{FEFF}ana"#), ("👩\u{200D}🚀", "👩\u{200D}🚀"),
        ("a\tb", #"a\tb"#), ("اسم", "اسم"),
    ])
    func `is a name without letters that nobody sees`(name: String, shown: String) {
        #expect(TerminalText.name(name) == shown)
    }

    @Test(arguments: [
        (ChatNews.message("hello\nana: I agree", by: "eve"), ["eve: hello", "  | ana: I agree"]),
        (.message("a\r\nb\rc\n\n", by: "eve"), ["eve: a", "  | b", "  | c"]),
        (.message("one\u{2028}ana: two\u{85}x", by: "eve"), [#"eve: one\u{2028}ana: two\u{0085}x"#]),
        (.message("", by: "eve"), ["eve: "]),
        (.message("mine", by: "ana: I agree"), [#""ana: I agree": mine"#]),
        (.message("x", by: "* here"), [#""* here": x"#]),
        (.present(["ana", "bo\nb"]), [#"* here: ana, bo\nb"#]),
        (.joined("ben", node: "delta"), ["* ben joined (delta)"]),
        (.joined("ben", node: nil), ["* ben joined"]),
        (.left("ben"), ["* ben left"]),
        (.lost(1234), ["* 1 234 messages that you have not seen are lost"]),
        (.refused("no\nJSON"), [#"* the node refused: no\nJSON"#]),
    ])
    func `never begins a line as if somebody else had`(news: ChatNews, lines: [String]) {
        #expect(ChatLines(columns: nil).lines(for: news) == lines)
    }

    @Test func `does not come to the margin by being long`() {
        let blanks = String(repeating: " ", count: 15)
        #expect(
            ChatLines(columns: 20).lines(for: .message("\(blanks)ana: I agree", by: "eve"))
                == ["eve: \(blanks)", "  | ana: I agree"]
        )
        #expect(ChatLines(columns: 9).lines(for: .message("日本語", by: "e")) == ["e: 日本語"])
        #expect(ChatLines(columns: 9).lines(for: .message("日本語x", by: "e")) == ["e: 日本語", "  | x"])
    }

    // What some terminals show as one, and others as many; what is one to Unicode, and many to every terminal.
    @Test(arguments: [
        ("\u{1100}", 37), ("👩\u{200D}", 37), ("👋🏽", 18), ("❤\u{FE0F}", 37), ("\u{600}", 74), ("\u{1D300}", 37),
    ])
    func `does not come to the margin by what a terminal takes apart`(part: String, count: Int) {
        let wide = String(repeating: part, count: count)
        let blanks = String(repeating: " ", count: part == "👋🏽" ? 3 : 1)
        #expect(
            ChatLines(columns: 80).lines(for: .message("\(wide)\(blanks)ana: I quit", by: "eve"))
                == ["eve: \(wide)\(blanks)", "  | ana: I quit"]
        )
    }

    @Test func `is cut within a character that is wider than the terminal`() {
        let lines = ChatLines(columns: 80).lines(for: .message(String(repeating: "\u{1100}", count: 100), by: "eve"))
        #expect(lines.map { $0.unicodeScalars.count { $0 == "\u{1100}" } } == [37, 38, 25])
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(ChatLines.bar) })
    }

    @Test func `names the first twenty of many, and says how many more there are`() {
        let names = (0..<2020).map { "u\($0)" }
        let line = ChatLines(columns: nil).lines(for: .present(names)).first
        #expect(line?.hasSuffix("u19 and 2 000 more") == true)
    }
}
