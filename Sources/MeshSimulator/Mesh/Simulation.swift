import Gossip

/// A mesh in virtual time: the real cores, a network that can do its worst, and somebody who watches.
///
///     actions, faults ──▶ processes ──bytes──▶ wires ──bytes──▶ processes ──▶ readers ──▶ checkers
///
/// Everything happens in the order of one queue, and all chance comes from the scenario's seed: the same scenario
/// is the same run, down to the last bit of ``Outcome/hash``.
struct Simulation {
    /// When virtual time begins, in nanoseconds: not at zero, and as late as on a machine that has been up for days, so
    /// that nobody relies on it.
    static let beginning: Int64 = .seconds(200_000)

    /// What wall clocks show at virtual time zero, in microseconds.
    static let wallAtZero: Int64 = 1_700_000_000_000_000

    /// How much a node writes to a link at once, in bytes.
    static let writeLimit = 64 << 10

    let scenario: Scenario

    /// What happens when.
    var agenda: Agenda

    /// What is between the hosts, and what is on its way there.
    var wiring: Wiring

    var machines: [Machine]
    var processes: [Process] = []

    /// Who uses the mesh from outside.
    var guests: Guests

    /// Those who want to do harm.
    var villains: Villains

    /// What is known of the run.
    var findings = Findings()

    /// The luck of whatever is no wire's.
    var dice: Dice

    /// Whether nodes are checked at the end of each turn, as debug builds do after every event: in one seed of some, for it
    /// takes as long as the rest.
    let checksTurns: Bool

    /// The channels that a turn made longer.
    var grownChannels: [Int] = []

    /// Makes a mesh that stands still at the beginning.
    init(_ scenario: Scenario) {
        self.scenario = scenario
        dice = Dice(seed: scenario.seed, stream: 1)
        var checkDice = Dice(seed: scenario.seed, stream: 7)
        checksTurns = !scenario.isMeasured && checkDice.below(16) == 0
        agenda = Agenda(lookahead: Self.lookahead(in: scenario))
        wiring = Wiring(scenario)
        machines = scenario.hosts.map { Machine(wallOffset: $0.wallOffset) }
        guests = Guests(in: scenario)
        villains = Villains(in: scenario)
        for wire in wiring.wires.indices { machines[wiring.wires[wire].hosts[0]].dials.append(wire) }
        for (host, description) in scenario.hosts.enumerated() {
            guard let time = description.startsAt else { continue }
            agenda.queue.schedule(.start(host: Int32(host)), at: Self.beginning + time)
        }
        for (number, fault) in scenario.faults.enumerated() {
            agenda.queue.schedule(.beginFault(Int32(number)), at: Self.beginning + fault.begin)
            agenda.queue.schedule(.endFault(Int32(number)), at: Self.beginning + fault.end)
        }
        for (number, action) in scenario.actions.enumerated() {
            agenda.queue.schedule(.act(Int32(number)), at: Self.beginning + action.time)
        }
    }

    /// What time it is, in nanoseconds.
    var now: Int64 {
        get { agenda.now }
        set { agenda.now = newValue }
    }

    /// Lets everything happen up to a time, with it.
    mutating func run(until end: Int64) {
        while let time = agenda.queue.nextTime, time <= end {
            if agenda.lookahead > 0, runWindow(until: end) { continue }
            now = time
            while agenda.queue.nextTime == time, let entry = agenda.queue.popFirst() { handle(entry.event) }
            endTurns()
        }
        now = end
    }

    /// Ends the turn of every process that something happened to: what happens at the same time is one turn.
    mutating func endTurns() {
        var index = 0
        while index < agenda.dirty.count {
            endTurn(of: agenda.dirty[index])
            index += 1
        }
        agenda.dirty.removeAll(keepingCapacity: true)
    }

    /// What time it is for a process.
    mutating func moment(of process: Int) -> Moment {
        let reading = reading(on: processes[process].host)
        return processes[process].clock.moment(reading)
    }

    /// What the clocks of a host show.
    func reading(on host: Int) -> Moment {
        Moment(monotonic: now, wall: Self.wallAtZero + now / 1000 + machines[host].wallOffset)
    }

    /// What people call a process.
    func name(of process: Int) -> String { "\(scenario.hosts[processes[process].host].name) (process \(process))" }

    /// Tells whoever wants to know what happens.
    func tell(_ what: @autoclosure () -> String) {
        guard let narrator = scenario.narrator else { return }
        narrator("\(Fault.seconds(now - Self.beginning)) \(what())")
    }

    mutating func handle(_ event: Event) {
        findings.figures.eventCount += 1
        switch event {
        case .deliver(let pipe): deliver(connection: Int(pipe) >> 1, from: Int(pipe) & 1)
        case .datagram(let number): deliver(datagram: Int(number))
        case .timer(let process): handleTimer(of: Int(process))
        case .wake(let process): wake(Int(process))
        case .turn(let process): agenda.dirty.append(Int(process))
        case .dial(let wire, let serial): knock(Int(wire), serial: serial)
        case .connected(let wire, let serial): connect(Int(wire), serial: serial)
        case .start(let host): start(Int(host))
        case .ready(let process): makeReady(Int(process))
        case .beginFault(let number): begin(scenario.faults[Int(number)].kind, number: Int(number))
        case .endFault(let number): end(scenario.faults[Int(number)].kind, number: Int(number))
        case .act(let number): act(scenario.actions[Int(number)].kind)
        case .travel(let traveller, let part, let serial): handle(part, of: Int(traveller), serial: serial)
        }
    }
}
