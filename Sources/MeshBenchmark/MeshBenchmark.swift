import Reactor

/// The `mesh-benchmark` program, for developers: what things cost, a line each, with the bar that is promised.
///
///     mesh-benchmark                    everything, in about a minute
///     mesh-benchmark resume requests    only these
///
/// Times are of the processor, so that they mean something on a busy machine; only a release build tells what users get.
/// Each benchmark has a process of its own: memory that another one left free would hide what this one takes. It ends with
/// 1 when something is above its bar, or could not be measured, and measures the others all the same.
@main enum MeshBenchmark {
    static func main() async {
        ParentProcess.follow()
        let names = CommandLine.arguments.dropFirst()
        do {
            if names.first == Crowd.command { return try await Crowd.run(Array(names.dropFirst())) }
            let chosen = names.isEmpty ? Benchmark.all : Benchmark.all.filter { names.contains($0.name) }
            guard !chosen.isEmpty, names.isEmpty || chosen.count == names.count else {
                print("usage: mesh-benchmark [NAME]...")
                for benchmark in Benchmark.all { print("  \(benchmark.name): \(benchmark.summary)") }
                CurrentProcess.exit(2)
            }
            CurrentProcess.exit(try await hold(chosen) ? 0 : 1)
        } catch {
            complain("\(names.joined(separator: " ")): \(error)")
            CurrentProcess.exit(1)
        }
    }

    /// Measures, and says what came of it.
    ///
    /// - Returns: Whether everything was measured, and is within its bar.
    private static func hold(_ chosen: [Benchmark]) async throws -> Bool {
        if chosen.count == 1, let benchmark = chosen.first {
            let figures = try await benchmark.run()
            for figure in figures { print("\(benchmark.name): \(figure)") }
            return !figures.contains(where: \.isTooMuch)
        }
        var areFine = true
        for benchmark in chosen where try await !runAlone(benchmark) { areFine = false }
        return areFine
    }

    private static func runAlone(_ benchmark: Benchmark) async throws -> Bool {
        let program = CurrentProcess.program ?? CommandLine.arguments[0]
        let child = try await ChildProcess.start(program, arguments: [benchmark.name]) { output, line in
            output == .standardOutput ? print(line) : complain(line)
        }
        return await child.exitStatus == .exited(0)
    }

    private static func complain(_ text: String) {
        // Nobody can be told that nobody reads.
        try? StandardStream.error.write(Array("\(text)\n".utf8).span)
    }
}
