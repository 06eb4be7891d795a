/// How figures are printed as they come: one a line, for people in columns, for programs as JSON.
struct BenchReport {
    private let titles: [String: String]
    private let isJSON: Bool
    private let before: [String: Double]

    /// The widest that a title, a subject and a number are.
    private static let widths = (title: 26, subject: 24, number: 14)

    /// Prepares a report.
    ///
    /// - Parameters:
    ///   - workloads: What is measured.
    ///   - isJSON: Whether it is for programs.
    ///   - before: Figures of an earlier report to compare with.
    init(on workloads: [Workload], isJSON: Bool = false, comparedWith before: [BenchFigure] = []) {
        titles = Dictionary(workloads.map { ($0.name, $0.title) }) { first, _ in first }
        self.isJSON = isJSON
        self.before = Dictionary(before.map { (Self.key($0), $0.value) }) { _, last in last }
    }

    /// The figures of an earlier report, from what `--json` printed.
    ///
    /// - Throws: ``CommandError/failure(_:)`` when it has none.
    static func figures(in text: String, named name: String) throws(CommandError) -> [BenchFigure] {
        let figures = text.split(separator: "\n").compactMap { BenchFigure(json: $0) }
        guard !figures.isEmpty else {
            throw .failure("\(name) has no figures; make such a file with mesh bench --json > FILE")
        }
        return figures
    }

    /// The line of a figure.
    func line(_ figure: BenchFigure) -> String {
        let before = before[Self.key(figure)]
        if isJSON { return figure.json(before: before) }
        let title = titles[figure.workload] ?? figure.workload
        var line = "  " + Self.padded(title, Self.widths.title) + Self.padded(figure.subject, Self.widths.subject)
        line += before == nil ? figure.text : Self.padded(figure.text, Self.widths.number)
        return line + (before.map(figure.change) ?? "")
    }

    private static func key(_ figure: BenchFigure) -> String {
        "\(figure.workload) \(figure.subject) \(figure.unit.rawValue)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(2, width - text.count))
    }
}
