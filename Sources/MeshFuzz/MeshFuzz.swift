import Reactor

/// The `mesh-fuzz` program, for developers: feeds everything that takes input from outside with valid input that was
/// changed a little.
///
///     mesh-fuzz --seconds 600               every target, ten minutes together
///     mesh-fuzz --target gossip --seed 7    one input of one target again, with what was fed
///
/// A crash ends a process in Swift, so the inputs run in children, which say where they are; the parent finds the seed.
@main enum MeshFuzz {
    static func main() async {
        guard let options = Options(CommandLine.arguments.dropFirst()) else {
            say("usage: mesh-fuzz [--seconds N] [--seed S] [--target NAME]")
            for target in FuzzTarget.all { say("  \(target.name): \(target.summary)") }
            CurrentProcess.exit(2)
        }
        if let count = options.count, let target = options.targets.first {
            Inputs(target: target, first: options.seed, showsInput: options.seconds == nil).run(count: count)
        } else if let seconds = options.seconds {
            let isClean = await Campaign(targets: options.targets, first: options.seed, seconds: seconds).run()
            CurrentProcess.exit(isClean ? 0 : 1)
        }
    }
}
