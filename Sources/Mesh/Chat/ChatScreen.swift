/// A terminal with a line to type in at its bottom, and what arrives above it.
///
/// It tells what to write; the line is drawn anew whenever something else was.
struct ChatScreen {
    /// The line that is typed.
    private(set) var editor = LineEditor()

    /// How wide the terminal is.
    var columns: Int

    /// What stands before the line.
    var prompt = "> "

    private var keys = KeyDecoder()

    init(columns: Int) {
        self.columns = columns
    }

    /// Takes in what the terminal sends.
    ///
    /// - Returns: What the keys led to, in their order, mere edits left out.
    mutating func handle(_ bytes: [UInt8]) -> [LineEditor.Answer] {
        keys.decode(bytes).map { editor.handle($0) }.filter { $0 != .edited }
    }

    /// Writes lines above the one that is typed.
    func showing(_ news: ChatNews) -> String {
        showing(ChatLines(columns: columns).lines(for: news))
    }

    /// Writes lines above the one that is typed.
    func showing(_ lines: [String]) -> String {
        Self.cleared + lines.map { $0 + "\n" }.joined() + inputLine
    }

    /// Draws the line that is typed, where it stands.
    var redrawn: String { Self.cleared + inputLine }

    /// The margin, and nothing on the line and below it.
    static let cleared = "\r\u{1B}[J"

    private var inputLine: String {
        let shownPrompt = DisplayWidth.of(prompt) * 2 < columns ? prompt : "> "
        let view = editor.view(columns: columns - DisplayWidth.of(shownPrompt))
        let column = DisplayWidth.of(shownPrompt) + view.cursor
        return "\(shownPrompt)\(view.text)\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
    }
}
