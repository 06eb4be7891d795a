import BroadcastMesh
import MeshClient
import Reactor

extension Subcommand {
    /// `mesh bench`: measures a node.
    static let bench = Subcommand(
        syntax: CommandSyntax(
            name: "bench",
            summary: "Measure a node: fan-out, chat, idle clients, comings and goings, the way to the next node",
            discussion: """
                Without a URL it starts nodes of its own on this machine, a new one for each workload. Clients and node
                then share its processors: what a node takes of one is told beside what it does. Clients check what
                they get, and fail when a message is missing, twice or out of order.
                With a URL it loads the node there, with ten thousand clients and millions of messages:
                what others said on that mesh gives way to them, as retention says. Measure none that is in use.
                """,
            positionals: [.url(default: "a node that it starts")],
            options: [
                .init(
                    name: "--url",
                    placeholder: "URL",
                    summary: CommandSyntax.nodeSummary("a node that it starts")
                ),
                .authorities,
                .init(
                    name: "--only",
                    placeholder: "WORKLOADS",
                    summary: "some of \(Workload.all.map(\.name).joined(separator: ",")) (default: all)"
                ),
                .init(
                    name: "--seconds",
                    placeholder: "SECONDS",
                    summary: "how long each is measured, after a second in which it warms up (default: 3)"
                ),
                .init(
                    name: "--shrink",
                    placeholder: "DIVISOR",
                    summary: "so many times fewer clients, where there is no room for all (default: 1)"
                ),
                .init(
                    name: "--compare",
                    placeholder: "FILE",
                    summary: "what --json wrote earlier: say beside each figure what it was, and how much that changed"
                ),
                .json,
            ]
        ),
        run: runBench
    )
}

private func runBench(_ arguments: Arguments) async throws {
    let divisor = try arguments.integer(of: "--shrink", in: 1...1000) ?? 1
    let workloads = try Workload.chosen(arguments.value(of: "--only")).map { $0.shrunk(by: divisor) }
    let seconds = try arguments.integer(of: "--seconds", in: 1...600) ?? 3
    let isJSON = arguments.has("--json")
    let report = BenchReport(on: workloads, isJSON: isJSON, comparedWith: try arguments.figuresBefore())
    // Not MESH_URL: who looks at a node all day does not mean to flood it.
    let running: BenchNode? =
        if let named = try arguments.namedNode() {
            try await .running(at: named, trusting: arguments.trust())
        } else { nil }
    if !isJSON {
        let place = running?.address.base ?? "nodes of its own"
        try Console.print("\(place), \(seconds) s each, by mesh \(Version.current)")
    }
    var bar = BenchProgress(workloads, seconds: seconds)
    for workload in workloads {
        bar.begin()
        let node: BenchNode = if let running { running } else { try await .start(isPair: workload.needsPair) }
        let measured: (figures: [BenchFigure], note: String?)
        do {
            measured = try await Measuring(workload, at: node, seconds: seconds).run()
        } catch {
            await bar.end()
            await node.end()
            throw error
        }
        await node.end()
        await bar.end()
        for figure in measured.figures { try Console.print(report.line(figure)) }
        if let note = measured.note { Console.complain("mesh: \(note)") }
    }
}

extension Arguments {
    /// What is to be compared with.
    fileprivate func figuresBefore() throws(CommandError) -> [BenchFigure] {
        guard let file = self.file(of: "--compare") else { return [] }
        let bytes = try file.read(limit: 1 << 20, called: "than what --json writes")
        return try BenchReport.figures(in: String(decoding: bytes, as: UTF8.self), named: file.path)
    }
}
