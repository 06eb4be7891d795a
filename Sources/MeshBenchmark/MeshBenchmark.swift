import Reactor

/// The `mesh-benchmark` program, for developers: what things cost, a line each, with the bar that is promised.
///
///     mesh-benchmark                    everything, in about a minute
///     mesh-benchmark resume requests    only these
///
/// Times are of the processor, so that they mean something on a busy machine; only a release build tells what users get.
@main enum MeshBenchmark {
    static func main() async throws {
        let names = CommandLine.arguments.dropFirst()
        let chosen = names.isEmpty ? Benchmark.all : Benchmark.all.filter { names.contains($0.name) }
        guard !chosen.isEmpty, names.isEmpty || chosen.count == names.count else {
            print("usage: mesh-benchmark [NAME]...")
            for benchmark in Benchmark.all { print("  \(benchmark.name): \(benchmark.summary)") }
            CurrentProcess.exit(2)
        }
        for benchmark in chosen {
            for figure in try await benchmark.run() { print("\(benchmark.name): \(figure)") }
        }
    }
}
