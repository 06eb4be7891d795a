import Reactor

/// How far a long run has come: one line on standard error, and only where a person sees it.
struct ProgressBar {
    /// How wide the bar is, in characters.
    static let width = 40

    private let total: Int
    private let isVisible: Bool
    private var shown = -1

    /// Begins a run of so many steps.
    init(total: Int) {
        self.total = max(total, 1)
        isVisible = StandardStream.error.isTerminal
    }

    /// Shows that so many steps are done.
    mutating func show(_ done: Int) {
        let share = done * 1000 / total
        guard isVisible, share != shown else { return }
        shown = share
        let filled = done * Self.width / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        write("\r[\(bar)] \(done)/\(total)")
    }

    /// Takes the line away, so that something else can be printed.
    mutating func clear() {
        guard isVisible, shown >= 0 else { return }
        shown = -1
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        // Nobody can be told that nobody reads.
        try? StandardStream.error.write(bytes.span)
    }
}
