import Reactor

/// Some inputs of one target, one after the other, in this process.
struct Inputs {
    /// How many inputs run between two lines that say where it is.
    static let batch = 32

    /// How long a batch may take, in seconds of a clock on the wall: then it hangs.
    static let batchSeconds = 120

    /// How much processor time one input may take, in microseconds.
    static let timeLimit = 1_000_000

    /// How much the process's memory may grow for one input, in bytes for each byte of it, and beside that.
    static let memoryFactor = 64
    static let memoryAllowance = 48 << 20

    /// What is fed.
    let target: FuzzTarget

    /// The first seed.
    let first: UInt64

    /// Whether to print what is fed.
    let showsInput: Bool

    /// Runs them, and ends the process at the first that breaks something.
    func run(count: Int) {
        for offset in 0..<count {
            if offset % Self.batch == 0 {
                CurrentProcess.end(inSeconds: Self.batchSeconds)
                say("at \(offset)")
            }
            let begin = CurrentProcess.processorMicroseconds
            let memory = CurrentProcess.peakMemoryBytes
            var trial = Trial(seed: first &+ UInt64(offset), showsInput: showsInput)
            do throws(BrokenInvariant) {
                try target.feed(&trial)
                let time = CurrentProcess.processorMicroseconds - begin
                guard time <= Self.timeLimit else { throw BrokenInvariant("took \(time / 1000) ms") }
                let growth = CurrentProcess.peakMemoryBytes - memory
                guard growth <= Self.memoryAllowance + Self.memoryFactor * trial.byteCount else {
                    throw BrokenInvariant("\(trial.byteCount) bytes cost \(growth >> 20) MiB")
                }
            } catch {
                say("seed \(trial.seed) of \(target.name): \(error)")
                CurrentProcess.exit(1)
            }
        }
        say("at \(count)")
    }
}
