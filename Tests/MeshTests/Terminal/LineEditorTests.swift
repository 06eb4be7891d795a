import Testing

@testable import Mesh

@Suite("A line that is typed") struct LineEditorTests {
    @Test(arguments: [
        ("hello\r", ["hello"]), ("a\rb\r", ["a", "b"]), ("ab\u{7F}c\r", ["ac"]),
        ("grüße 👩\u{200D}🚀\u{7F}!\r", ["grüße !"]),
        ("bc\u{1}a\u{5}d\r", ["abcd"]), ("ac\u{1B}[Db\r", ["abc"]), ("ac\u{1B}[D\u{1B}[Cb\r", ["acb"]),
        ("ac\u{1B}ODb\r", ["abc"]), ("ab\u{1B}[H\u{1B}[3~\r", ["b"]), ("ab\u{1}\u{4}\r", ["b"]),
        ("one two  \u{17}x\r", ["one x"]), ("one two\u{15}x\r", ["x"]), ("one\u{1}\u{B}two\r", ["two"]),
        ("e\u{301}\u{7F}x\r", ["x"]), ("\u{1B}[A\u{1B}[1;5Cx\r", ["x"]), ("a\tb\r", ["a b"]),
        ("\u{7F}\u{1B}[D\r", [""]),
    ])
    func `says what was typed, however it comes`(typed: String, entered: [String]) {
        let bytes = Array(typed.utf8)
        for size in [1, 2, 3, bytes.count] {
            var (keys, editor) = (KeyDecoder(), LineEditor())
            var lines: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                for key in keys.decode(Array(bytes[start..<min(start + size, bytes.count)])) {
                    if case .entered(let line) = editor.handle(key) { lines.append(line) }
                }
            }
            #expect(lines == entered, "\(size) bytes at a time")
        }
    }

    @Test func `passes over bytes that are no UTF-8`() {
        var keys = KeyDecoder()
        #expect(keys.decode([0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x62]) == [.text("a(b")])
        #expect(keys.decode([0xC3]) == [])
        #expect(keys.decode([0xBC]) == [.text("ü")])
        #expect(keys.decode([0xED, 0xA0, 0x80]) == [])
    }

    @Test func `loses no key behind Escape, but what is pressed with Alt`() {
        var keys = KeyDecoder()
        #expect(keys.decode([0x1B]) == [])
        #expect(keys.decode([0x03]) == [.interrupt])
        #expect(keys.decode([0x1B, 0x0D]) == [.enter])
        #expect(keys.decode([0x1B]) == [])
        #expect(keys.decode(Array("fa".utf8)) == [.text("fa")])
        #expect(keys.decode(Array("\u{1B}fa".utf8)) == [.text("a")])
        #expect(keys.decode(Array("\u{1B}\u{FC}".utf8)) == [.text("\u{FC}")])
    }

    @Test(arguments: ["\u{1B}[", "\u{1B}[1;5", "\u{1B}O"]) func `hears a control in a sequence`(begun: String) {
        var keys = KeyDecoder()
        #expect(keys.decode(Array("\(begun)\u{3}x".utf8)) == [.interrupt, .text("x")])
        #expect(keys.decode(Array(begun.utf8)) == [])
        #expect(keys.decode([0x03]) == [.interrupt])
    }

    @Test func `takes for the end of a sequence only what may be one`() {
        var keys = KeyDecoder()
        #expect(keys.decode(Array("\u{1B}O\u{FC}".utf8)) == [.text("\u{FC}")])
        #expect(keys.decode([0x1B, 0x4F, 0x7F]) == [.backspace])
    }

    @Test func `leaves at Ctrl-C, and at Ctrl-D where nothing was typed`() {
        var editor = LineEditor()
        #expect(editor.handle(.endOfInput) == .leave)
        _ = editor.handle(.text("a"))
        #expect(editor.handle(.endOfInput) == .edited)
        #expect(editor.handle(.interrupt) == .leave)
        #expect(editor.handle(.suspend) == .suspend)
    }

    @Test func `has an end`() {
        var editor = LineEditor()
        _ = editor.handle(.text(String(repeating: "x", count: LineEditor.limit)))
        _ = editor.handle(.text("y"))
        #expect(editor.text.utf8.count == LineEditor.limit)
    }

    @Test(arguments: [
        ("", "", 10, "", 0), ("abc", "", 10, "abc", 3), ("abcdefgh", "", 5, "efgh", 4), ("ab", "cdefgh", 5, "abcd", 2),
        ("日本語", "", 6, "本語", 4), ("日", "本語", 6, "日本", 2), ("a\u{202E}b", "", 20, #"a\u{202E}b"#, 10),
    ])
    func `is seen around its cursor`(before: String, after: String, columns: Int, text: String, cursor: Int) {
        var editor = LineEditor()
        _ = editor.handle(.text(after))
        _ = editor.handle(.home)
        _ = editor.handle(.text(before))
        let view = editor.view(columns: columns)
        #expect(view.text == text)
        #expect(view.cursor == cursor)
    }

    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("한", 2), ("👋🏽", 2), ("👩\u{200D}🚀", 2), ("❤\u{FE0F}", 2),
        ("ｱ", 1), ("\u{2329}", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{600}", 1),
    ])
    func `knows how wide a character is`(character: Character, width: Int) {
        #expect(DisplayWidth.of(character) == width)
    }

    @Test(arguments: [("\u{1161}", 1), ("\u{11AB}", 1), ("\u{D7B0}", 1), ("\u{1112}", 2), ("\u{301}", 0)])
    func `knows how wide a scalar is that its terminal joins to nothing`(scalar: Unicode.Scalar, width: Int) {
        #expect(DisplayWidth.most(of: scalar) == width)
    }

    @Test func `stays while something is shown above it`() {
        var screen = ChatScreen(columns: 40)
        #expect(screen.handle(Array("hel".utf8)) == [])
        #expect(
            screen.showing(.message("hi", by: "ben")) == "\r\u{1B}[Jben: hi\n> hel\r\u{1B}[5C"
        )
        #expect(screen.handle(Array("lo\r".utf8)) == [.entered("hello")])
        #expect(screen.redrawn == "\r\u{1B}[J> \r\u{1B}[2C")
    }
}
