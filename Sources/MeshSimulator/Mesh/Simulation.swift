import Gossip

/// A mesh in virtual time: the real cores, a network that can do its worst, and somebody who watches.
///
///     actions, faults ──▶ processes ──bytes──▶ wires ──bytes──▶ processes ──▶ readers ──▶ checkers
///
/// Everything happens in the order of one queue, and all chance comes from the scenario's seed: the same scenario
/// is the same run, down to the last bit of ``Outcome/hash``.
struct Simulation {
    /// When virtual time begins, in nanoseconds: not at zero, so that nobody relies on that.
    static let beginning: Int64 = .seconds(1)

    /// What wall clocks show at virtual time zero, in microseconds.
    static let wallAtZero: Int64 = 1_700_000_000_000_000

    /// How much a node writes to a link at once, in bytes.
    static let writeLimit = 64 << 10

    let scenario: Scenario
    var now = Simulation.beginning
    var queue = EventQueue<Event>()
    var hash = EventHash()
    var machines: [Machine]
    var wires: [Wire]
    var connections: [Connection] = []

    /// The ends of every connection, and what each has sent: by twice the connection's number, plus one for the end
    /// that was dialed.
    var ends: [Connection.End] = []
    var pipes: [Pipe] = []
    var processes: [Process] = []
    var clients: [Client?]
    var travellers: [Traveller]
    var seats: [HostedSeat] = []
    var ledger = Ledger()

    /// Whether somebody lies in this scenario.
    let hasHostiles: Bool

    /// Those who want to do harm.
    var villains: Villains

    /// What was broken so far.
    var violations: [Violation] = []

    /// What happened where, if somebody wants to know.
    var chronicle = Chronicle()

    /// What is measured.
    var figures = Figures()

    /// The luck of whatever is no wire's.
    var dice: Dice

    /// Processes that have something to do before time goes on.
    var dirty: [Int] = []

    /// How far apart in time two processes may be, in nanoseconds: nothing gets from one to another in less; 0 for not
    /// at all.
    let lookahead: Int64

    /// The process that is ahead of or behind the others now, and what still happens to it before they follow.
    var window: Window?

    /// Processes whose inbox is not empty, in the order of what is first in it.
    var awaiting: [Int] = []

    /// Byte arrays that are not in use.
    var spareBytes: [[UInt8]] = []
    var grownChannels: [Int] = []

    /// Datagrams on their way, by number, and numbers that are free.
    var datagrams: [Datagram] = []
    var freeDatagrams: [Int] = []

    /// What a reader just got.
    var fresh: [Int] = []

    /// Makes a mesh that stands still at the beginning.
    init(_ scenario: Scenario) {
        self.scenario = scenario
        hasHostiles = scenario.hasLiars
        dice = Dice(seed: scenario.seed, stream: 1)
        lookahead = Self.lookahead(in: scenario)
        machines = scenario.hosts.map { Machine(wallOffset: $0.wallOffset) }
        clients = Array(repeating: nil, count: scenario.clientCount)
        travellers = scenario.travellers
        villains = Villains(in: scenario)
        wires = scenario.edges.enumerated().map { number, edge in
            Wire(
                hosts: [edge.dialer, edge.listener],
                profile: edge.profile,
                carriesDatagrams: edge.carriesDatagrams,
                dice: Dice(seed: scenario.seed, stream: 1000 + UInt64(number))
            )
        }
        for wire in wires.indices { machines[wires[wire].hosts[0]].dials.append(wire) }
        for (host, description) in scenario.hosts.enumerated() {
            guard let time = description.startsAt else { continue }
            queue.schedule(.start(host: Int32(host)), at: Self.beginning + time)
        }
        for (number, fault) in scenario.faults.enumerated() {
            queue.schedule(.beginFault(Int32(number)), at: Self.beginning + fault.begin)
            queue.schedule(.endFault(Int32(number)), at: Self.beginning + fault.end)
        }
        for (number, action) in scenario.actions.enumerated() {
            queue.schedule(.act(Int32(number)), at: Self.beginning + action.time)
        }
    }

    /// Lets everything happen up to a time, with it.
    mutating func run(until end: Int64) {
        while let time = queue.nextTime, time <= end {
            if lookahead > 0, runWindow(until: end) { continue }
            now = time
            while queue.nextTime == time, let entry = queue.popFirst() { handle(entry.event) }
            endTurns()
        }
        now = end
    }

    /// Ends the turn of every process that something happened to: what happens at the same time is one turn.
    mutating func endTurns() {
        var index = 0
        while index < dirty.count {
            endTurn(of: dirty[index])
            index += 1
        }
        dirty.removeAll(keepingCapacity: true)
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
        figures.eventCount += 1
        switch event {
        case .deliver(let pipe): deliver(connection: Int(pipe) >> 1, from: Int(pipe) & 1)
        case .datagram(let number): deliver(datagram: Int(number))
        case .timer(let process): handleTimer(of: Int(process))
        case .wake(let process): wake(Int(process))
        case .turn(let process): dirty.append(Int(process))
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
