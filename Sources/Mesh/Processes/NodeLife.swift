/// How far the process of a node of `mesh up` has come.
///
///     waiting ──ports are free──▶ starting ──ready line──▶ serving
///                                    │  ▲                     │
///                     it ends, or ◀──┼──┼─────────────────────┤
///     its file drops it: leaving ◀───┘  └── away ◀── killed, in a demonstration
struct NodeLife: Equatable {
    /// Where it stands.
    enum State: Equatable {
        /// It is new in the file, and starts once nothing has its ports any more.
        case waiting

        /// Its process runs, and does not serve yet.
        case starting

        /// Its process serves.
        case serving(ReadyTable.Entry)

        /// Its process was asked to stop, since the file has it no more.
        case leaving

        /// It was killed in a demonstration, and is started again in a while.
        case away

        /// It has ended, and is not started again.
        case ended
    }

    /// Where it stands.
    var state: State

    /// Which of all the processes that were started is its own, its last one: 0 before the first.
    var process = 0

    /// Whether the table of all nodes waits for it: until it serves or ends, for the first time.
    var isAwaited = true

    /// Whether a process of it runs.
    var isRunning: Bool {
        switch state {
        case .starting, .serving, .leaving: true
        case .waiting, .away, .ended: false
        }
    }

    /// Where it serves, if it does.
    var entry: ReadyTable.Entry? {
        if case .serving(let entry) = state { entry } else { nil }
    }
}
