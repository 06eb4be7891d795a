import Testing

@testable import Mesh

@Suite("The report of mesh bench") struct BenchReportTests {
    private let figures = [
        BenchFigure("fan-out-100", "deliveries", 5_341_234, .perSecond),
        BenchFigure("fan-out-100", "processor a delivery", 98.14, .nanoseconds),
        BenchFigure("idle", "memory a client", 5_120, .bytes),
    ]

    @Test func `has a line for each figure, with its unit`() {
        let report = BenchReport(on: Workload.all)
        #expect(
            figures.map(report.line) == [
                "  fan-out to 100            deliveries              5 340 000 /s",
                "  fan-out to 100            processor a delivery    98.1 ns",
                "  10 000 idle clients       memory a client         5.12 kB",
            ]
        )
    }

    @Test func `is read back from the lines for programs`() throws {
        let report = BenchReport(on: Workload.all, isJSON: true)
        let lines = figures.map(report.line)
        #expect(
            lines[1]
                == #"{"workload":"fan-out-100","figure":"processor a delivery","value":98.14,"unit":"ns"}"#
        )
        #expect(try BenchReport.figures(in: lines.joined(separator: "\n"), named: "old.json") == figures)
    }

    @Test func `says what a figure was, and how much that changed`() {
        let before = [
            BenchFigure("fan-out-100", "deliveries", 5_000_000, .perSecond),
            BenchFigure("fan-out-100", "processor a delivery", 100, .nanoseconds),
        ]
        let report = BenchReport(on: Workload.all, comparedWith: before)
        #expect(
            figures.map(report.line) == [
                "  fan-out to 100            deliveries              5 340 000 /s  before 5 000 000 /s, +6.8 %",
                "  fan-out to 100            processor a delivery    98.1 ns       before 100 ns, -1.9 %",
                "  10 000 idle clients       memory a client         5.12 kB",
            ]
        )
        let lines = BenchReport(on: Workload.all, isJSON: true, comparedWith: before)
        #expect(lines.line(figures[1]).hasSuffix(#""unit":"ns","before":100}"#))
    }

    @Test func `compares with no file that has no figures, and says how to make one`() {
        #expect(throws: CommandError.failure("x has no figures; make such a file with mesh bench --json > FILE")) {
            try BenchReport.figures(in: "hello\n{\"workload\":1}\n", named: "x")
        }
    }

    @Test func `is about all workloads, or about those that were named`() throws {
        #expect(try Workload.chosen(nil).count == Workload.all.count)
        #expect(try Workload.chosen("across,chat").map(\.name) == ["chat", "across"])
        #expect(throws: CommandError.self) { try Workload.chosen("chatt") }
    }

    @Test func `is about as few clients as there is room for, but never of fewer than two`() {
        guard case .flood(let clients, let senders, let window) = Workload.all[3].shrunk(by: 10).kind else {
            return #expect(Bool(false))
        }
        #expect((clients, senders, window) == (10, 10, 8))
        guard case .idle(2) = Workload.all[4].shrunk(by: 100_000).kind else { return #expect(Bool(false)) }
    }
}
