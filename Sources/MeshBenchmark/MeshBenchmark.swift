import Reactor

/// The `mesh-benchmark` program, for developers: what things cost, a line each, with the bar that is promised.
///
///     mesh-benchmark                    everything, in about a minute
///     mesh-benchmark resume requests    only these
///
/// Times are of the processor, so that they mean something on a busy machine; only a release build tells what users get.
/// Each benchmark has a process of its own: memory that another one left free would hide what this one takes.
@main enum MeshBenchmark {
    static func main() async throws {
        ParentProcess.follow()
        let names = CommandLine.arguments.dropFirst()
        if names.first == Crowd.command { return try await Crowd.run(Array(names.dropFirst())) }
        let chosen = names.isEmpty ? Benchmark.all : Benchmark.all.filter { names.contains($0.name) }
        guard !chosen.isEmpty, names.isEmpty || chosen.count == names.count else {
            print("usage: mesh-benchmark [NAME]...")
            for benchmark in Benchmark.all { print("  \(benchmark.name): \(benchmark.summary)") }
            CurrentProcess.exit(2)
        }
        if chosen.count == 1, let benchmark = chosen.first {
            for figure in try await benchmark.run() { print("\(benchmark.name): \(figure)") }
        } else {
            for benchmark in chosen { try await runAlone(benchmark) }
        }
    }

    private static func runAlone(_ benchmark: Benchmark) async throws {
        let program = CurrentProcess.program ?? CommandLine.arguments[0]
        let child = try await ChildProcess.start(program, arguments: [benchmark.name]) { _, line in print(line) }
        guard await child.exitStatus == .exited(0) else { CurrentProcess.exit(1) }
    }
}
