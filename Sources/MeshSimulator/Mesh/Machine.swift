/// A host while the simulation runs.
struct Machine: Sendable {
    /// The process that runs on it.
    var process: Int?

    /// How far its wall clock is off, in microseconds.
    var wallOffset: Int64

    /// How many faults keep its process from running.
    var pauses = 0

    /// How many faults keep it from having one.
    var crashes = 0

    /// Whether it answers nobody, not even with a refusal.
    var isLost = false

    /// When the process that a pause interrupted should have run.
    var missedTimer = Int64.max

    /// Datagrams that came while its process did not run, as far as the kernel keeps them.
    var heldDatagrams: [Int] = []

    /// What its nodes wrote, if they keep a journal.
    var disk = Disk()

    /// The wires that it dials.
    var dials: [Int] = []
}
