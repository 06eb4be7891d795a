import Bytes
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
        let recovery = outcome.recoveryTime.map { "within \(Self.time($0))" } ?? "not in time"
        let wires = measured.wireBytes
        return [
            ["messages", "\(Quantity.count(measured.messages)) on \(Quantity.count(measured.nodes)) nodes"],
            [
                "deliveries",
                "\(Quantity.count(measured.deliveries)) of \(Quantity.count(measured.needed)), "
                    + "\(Quantity.count(measured.lost)) counted as lost",
            ],
            ["redundancy", "\(Quantity.number(measured.redundancy)) copies too many for each needed one"],
            [
                "hops to the last node",
                "\(Self.mean(measured.lastHops, measured.messages)), "
                    + "\(Self.mean(measured.floodingHops, measured.messages)) by flooding",
            ],
            [
                "time to the last node",
                "half within \(Self.time(measured.timeToLast(percentile: 50))), "
                    + "99 % within \(Self.time(measured.timeToLast(percentile: 99))), "
                    + "all within \(Self.time(measured.timeToLast(percentile: 100)))",
            ],
            ["agreement after the end", recovery],
            [
                "control frames",
                "\(Quantity.number(measured.controlFramesPerNodeAndMessage)) for each node and message",
            ],
            [
                "bytes of a link",
                "\(Quantity.bytes(wires.isEmpty ? 0 : wires.reduce(0, +) / wires.count)) on average, "
                    + "\(Quantity.bytes(wires.last ?? 0)) at most",
            ],
            ["memory for messages", "\(Quantity.bytes(measured.peakMemory)) on the fullest node"],
            [
                "events",
                "\(Quantity.count(outcome.figures.eventCount)), hash \(outcome.hash.hexadecimal), "
                    + "seed \(outcome.seed)",
            ],
        ]
    }

    private static func mean(_ sum: Int, _ count: Int) -> String {
        count == 0 ? "0" : Quantity.number(Double(sum) / Double(count))
    }

    private static func time(_ nanoseconds: Int64) -> String { Quantity.time(nanoseconds: Double(nanoseconds)) }
}
