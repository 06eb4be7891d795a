import Synchronization

/// The wall clock of a simulated machine: ahead or behind, too fast, set now and then.
final class MachineClock: Sendable {
    private struct Setting {
        var offset: Int64
        var bootedAt: Int64 = 0
        var wasSetBack = false
        var greatestOffset: Int64
    }

    /// By how much it may be set back and be believed at once, in microseconds.
    private static let tolerance: Int64 = 60_000_000

    private let machine: WholeMachine
    private let state: Mutex<Setting>

    /// Makes the clock of a machine.
    init(of machine: WholeMachine) {
        self.machine = machine
        state = Mutex(Setting(offset: machine.offset, greatestOffset: machine.offset))
    }

    /// What it shows at a time of the simulation, in microseconds since 1970.
    func time(at now: Int64) -> Int64 {
        let (offset, bootedAt) = state.withLock { ($0.offset, $0.bootedAt) }
        let passed = (now - bootedAt) / 1000
        return SimulatedWorld.start + offset + passed + passed * machine.drift / 1_000_000
    }

    /// How far it is ahead at a time of the simulation, in microseconds.
    func error(at now: Int64) -> Int64 { time(at: now) - SimulatedWorld.start - now / 1000 }

    /// Somebody sets it, by so many microseconds.
    func jump(by offset: Int64) {
        state.withLock { state in
            state.offset += offset
            state.greatestOffset = max(state.greatestOffset, state.offset)
            if offset < -Self.tolerance { state.wasSetBack = true }
        }
    }

    /// The latest that it can have shown up to a time of the simulation, in microseconds since 1970, had nobody set it back.
    func latestTime(at now: Int64) -> Int64 {
        let passed = now / 1000
        return SimulatedWorld.start + state.withLock(\.greatestOffset) + passed + passed * max(0, machine.drift)
            / 1_000_000
    }

    /// Whether it was ever set back by more than nodes believe at once.
    var wasSetBack: Bool { state.withLock { $0.wasSetBack } }

    /// The program starts.
    func boot(at now: Int64) {
        if machine.isFrozenAtBoot { state.withLock { $0.bootedAt = now } }
    }
}
