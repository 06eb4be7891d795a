/// Rows of text in columns, two blanks apart and indented by two.
struct Table {
    private let rows: [[String]]

    /// Lays rows out; all have as many cells as the first.
    ///
    /// - Parameters:
    ///   - headings: What stands above the columns; nothing by default.
    ///   - rows: The cells, row by row.
    init(headings: [String] = [], _ rows: [[String]]) {
        self.rows = headings.isEmpty || rows.isEmpty ? rows : [headings] + rows
    }

    /// The lines, without blanks at their ends.
    var lines: [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            var line = "  " + cells.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }
}
