/// A text that takes the place of the one before it in a terminal, each time that it is looked at again.
///
/// What is higher than the terminal is cut at its foot: it would scroll, and its head be never seen.
struct WatchedScreen {
    /// How many lines the terminal shows.
    let rows: Int

    /// How wide it is.
    let columns: Int

    /// The sequences that show a text from the top, and clear what was longer or lower before.
    ///
    /// - Parameter text: Lines, without an end of line behind the last.
    /// - Returns: What to print, before an end of line.
    func showing(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let heights = lines.map { max(1, (DisplayWidth.of($0) + columns - 1) / max(columns, 1)) }
        // The end of line behind the last takes one more.
        if heights.reduce(0, +) >= rows {
            var (shown, room) = (0, rows - 2)
            while shown < lines.count, heights[shown] <= room {
                room -= heights[shown]
                shown += 1
            }
            lines = lines.prefix(shown) + ["… \(lines.count - shown) more lines"]
        }
        return "\u{1B}[H" + lines.joined(separator: "\u{1B}[K\n") + "\u{1B}[K\u{1B}[J"
    }
}
