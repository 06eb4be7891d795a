import MeshSimulator

/// What a measured simulation showed, as a table for people.
struct SimulationReport {
    private let outcome: Outcome

    init(_ outcome: Outcome) {
        self.outcome = outcome
    }

    /// The table, and what was broken.
    var text: String {
        let rows = outcome.measurement.map(rows) ?? []
        return (Table(rows).lines + outcome.violations.map { "broken: \($0)" }).joined(separator: "\n")
    }

    private func rows(_ measured: Measurement) -> [[String]] {
        let needed = measured.messages * max(measured.nodes - 1, 0)
        let recovery = outcome.recoveryTime.map { Self.seconds($0) } ?? "not in time"
        return [
            ["messages", "\(measured.messages) on \(measured.nodes) nodes"],
            ["deliveries", "\(measured.deliveries) of \(needed), \(measured.lost) counted as lost"],
            ["redundancy", "\(Self.decimal(measured.redundancy, places: 3)) copies too many for each needed one"],
            [
                "hops to the last node",
                "\(Self.mean(measured.lastHops, measured.messages)), "
                    + "\(Self.mean(measured.floodingHops, measured.messages)) by flooding",
            ],
            [
                "time to the last node",
                "half within \(Self.milliseconds(measured.timeToLast(percentile: 50))), "
                    + "99 % within \(Self.milliseconds(measured.timeToLast(percentile: 99))), "
                    + "all within \(Self.milliseconds(measured.timeToLast(percentile: 100)))",
            ],
            ["agreement after the end", "within \(recovery)"],
            [
                "control frames",
                "\(Self.decimal(measured.controlFramesPerNodeAndMessage, places: 3)) for each node and message",
            ],
            [
                "bytes of a link",
                "\(Self.mean(measured.wireBytes.reduce(0, +), measured.wireBytes.count)) on average, "
                    + "\(measured.wireBytes.last ?? 0) at most",
            ],
            ["memory for messages", "\(measured.peakMemory) bytes on the fullest node"],
            ["events", "\(outcome.figures.eventCount), hash \(String(outcome.hash, radix: 16)), seed \(outcome.seed)"],
        ]
    }

    private static func mean(_ sum: Int, _ count: Int) -> String {
        count == 0 ? "0" : decimal(Double(sum) / Double(count), places: 2)
    }

    private static func seconds(_ time: Int64) -> String { "\(decimal(Double(time) / 1e9, places: 2)) s" }

    private static func milliseconds(_ time: Int64) -> String { "\(decimal(Double(time) / 1e6, places: 2)) ms" }

    /// A number with so many digits behind the point.
    private static func decimal(_ value: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let rounded = Int((value.magnitude * Double(scale)).rounded())
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(value < 0 && rounded > 0 ? "-" : "")\(rounded / scale).\(zeros)\(fraction)"
    }
}
