import Testing

@testable import Mesh

@Suite("A text that is watched in a terminal") struct WatchedScreenTests {
    /// What is shown, line by line, without the sequences.
    private static func lines(of text: String, rows: Int, columns: Int = 80) -> [String] {
        let shown = WatchedScreen(rows: rows, columns: columns).showing(text)
        #expect(shown.hasPrefix("\u{1B}[H") && shown.hasSuffix("\u{1B}[K\u{1B}[J"))
        return shown.dropFirst(3).dropLast(6).split(separator: "\u{1B}[K\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test func `stands as it is where there is room`() {
        #expect(Self.lines(of: "1\n\n3", rows: 4) == ["1", "", "3"])
    }

    @Test(arguments: [3, 4, 24]) func `shows its head where it is too high, and says how much is missing`(rows: Int) {
        let text = (1...60).map { "\($0)" }.joined(separator: "\n")
        let lines = Self.lines(of: text, rows: rows)
        #expect(lines == (1..<rows - 1).map { "\($0)" } + ["… \(62 - rows) more lines"])
    }

    @Test func `counts a line that is wider than the terminal as it is shown`() {
        let text = "12345\n123456\n3\n4"
        #expect(Self.lines(of: text, rows: 6, columns: 5) == ["12345", "123456", "3", "4"])
        #expect(Self.lines(of: text, rows: 5, columns: 5) == ["12345", "123456", "… 2 more lines"])
    }
}
