import Reactor

/// What the disk is waited for: segments as far as they were written when that began, the oldest first.
///
/// Each gets its settled name as soon as the disk has it, and what was before it. Runs on any thread; a failure is final,
/// for what a failed wait was about may be lost even if the next one succeeds.
struct DiskWait: Sendable {
    /// One segment.
    struct Step: Sendable {
        let name: SegmentName

        /// The file; `nil` when it is to be opened.
        var file: (any StorageFile)?

        /// How much of it was written, in bytes.
        let bytes: Int
    }

    let place: JournalPlace
    private(set) var steps: [Step]

    /// How long it took, in nanoseconds.
    private(set) var duration: Int64 = 0

    /// Plans to wait for segments.
    init(_ place: JournalPlace, _ steps: [Step]) {
        self.place = place
        self.steps = steps
    }

    /// Waits for the disk.
    ///
    /// - Throws: What the system says about a segment, by its name.
    mutating func run() throws(SystemError) {
        let disk = place.disk
        let start = place.world.monotonic()
        for step in steps {
            let file = if let file = step.file { file } else { try disk.open(step.name.text, .append) }
            try file.sync()
            guard !step.name.isSettled else { continue }
            try disk.rename(step.name.text, to: step.name.settled.text)
            // Before the next one says that this one is there.
            try disk.sync()
        }
        duration = place.world.monotonic() - start
        // A thread that is slow to end keeps none of them open.
        for index in steps.indices { steps[index].file = nil }
    }

    /// The same, after somebody else has waited, so long.
    func done(after duration: Int64) -> DiskWait {
        var done = self
        done.duration = duration
        return done
    }
}
