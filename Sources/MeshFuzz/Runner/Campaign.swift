import Reactor
import Synchronization

/// All targets in turn, in children, for a time.
struct Campaign {
    /// How many inputs one child runs.
    static let share = 2048

    /// What a crash shows of itself.
    static let backtrace = "enable=yes,color=no,threads=crashed,registers=none,images=none"

    /// What is fed.
    let targets: [FuzzTarget]

    /// The first seed.
    let first: UInt64

    /// For how long, all together.
    let seconds: Int

    /// Runs them, and prints how many inputs ran and what broke.
    ///
    /// - Returns: Whether nothing did.
    func run() async -> Bool {
        var isClean = true
        for (number, target) in targets.enumerated() {
            let budget = Duration.seconds(seconds) / targets.count
            let end = ContinuousClock.now + budget
            var seed = first
            var count = 0
            repeat {
                let progress = await runChild(target, from: seed, count: Self.share)
                count += progress.count
                guard progress.isWhole else {
                    isClean = false
                    await explain(target, from: seed &+ UInt64(progress.count), said: progress.complaint)
                    break
                }
                seed &+= UInt64(Self.share)
            } while ContinuousClock.now < end
            say("\(target.name): \(count) inputs from seed \(first) on (\(number + 1) of \(targets.count))")
        }
        return isClean
    }

    /// How far a child came.
    private struct Progress {
        var count = 0
        var complaint: String?
        var isWhole = false
    }

    private func runChild(_ target: FuzzTarget, from seed: UInt64, count: Int, tracing: Bool = false) async -> Progress
    {
        let progress = Shared()
        do {
            let words = ["--target", target.name, "--seed", "\(seed)", "--count", "\(count)"]
            let child = try await ChildProcess.start(
                CurrentProcess.program ?? CommandLine.arguments[0],
                arguments: tracing ? words : words + ["--seconds", "1"],
                environment: ["SWIFT_BACKTRACE": tracing ? Self.backtrace : "enable=no"]
            ) { _, line in
                if tracing { say("  \(line)") }
                progress.take(line)
            }
            let status = await child.exitStatus
            var result = progress.state.withLock { $0 }
            result.isWhole = status == .exited(0)
            return result
        } catch {
            return Progress(complaint: "\(error)")
        }
    }

    private final class Shared: Sendable {
        let state = Mutex(Progress())

        func take(_ line: String) {
            state.withLock { state in
                let words = line.split(separator: " ")
                if words.first == "at", words.count == 2, let count = Int(words[1]) {
                    state.count = count
                } else {
                    state.complaint = line
                }
            }
        }
    }

    /// Finds the one seed of a batch that breaks something, and shows what it does.
    private func explain(_ target: FuzzTarget, from first: UInt64, said complaint: String?) async {
        for offset in 0..<UInt64(Inputs.batch) {
            let seed = first &+ offset
            guard await !runChild(target, from: seed, count: 1).isWhole else { continue }
            say("\(target.name) breaks at seed \(seed); again: mesh-fuzz --target \(target.name) --seed \(seed)")
            _ = await runChild(target, from: seed, count: 1, tracing: true)
            return
        }
        say("\(target.name) broke between seeds \(first) and \(first &+ UInt64(Inputs.batch)), but not alone")
        if let complaint { say("  \(complaint)") }
    }
}
