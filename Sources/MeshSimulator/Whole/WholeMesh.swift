import BroadcastMesh
import Reactor

/// Whole nodes on a simulated network and disks, and people who chat: one thread, virtual time, and a seed.
///
/// Nothing in here knows what is inside a node. It gives each one a turn when its sockets are ready or its deadline has
/// come, as an event loop does, and does what a node asks for a while later. What comes out at clients goes to the judge.
///
///     internet ──woken──▶ turn of a node ──deadline──▶ queue
///        ▲  └──woken──▶ browser ──news──▶ judge        │
///        └───────────── sockets ◀──────────────────────┘
struct WholeMesh {
    /// How many turns a node may take in a second: half of what one takes that wants all, by what turns cost here, and eight
    /// times as many as any takes that has work.
    static let turnLimit = 8_000

    /// For how long machines had been up at the most when everything began, in nanoseconds: a month.
    static let longestUptime: Int64 = 2_600_000_000_000_000

    /// What happens.
    let scenario: WholeScenario

    /// The mesh, as its file says, and as the one says that comes later.
    let configurations: [MeshConfiguration]

    /// The network.
    let internet: SimulatedInternet

    /// What happens when, beside what the network does.
    var queue = EventQueue<WholeEvent>()

    /// The hosts of the nodes.
    var hosts: [WholeHost]

    /// The clients; their hosts come behind those of the nodes.
    var browsers: [Browser] = []

    /// Who else is there, and who asks for the status at the end.
    var guests: WholeGuests

    /// Whose each process is.
    var owners: [Owner] = []

    /// Who watches.
    var judge: WholeJudge

    /// Chance of what is nobody else's.
    var dice: Dice

    /// How many turns all nodes took.
    var turns = 0

    /// What nodes are given beside their files.
    let gear: WholeGear

    /// Whose a process is.
    enum Owner {
        case node(Int)
        case browser(Int)
        case guest(Int)
        case probe(Int)
    }

    /// Sets everything up.
    init(_ scenario: WholeScenario) {
        self.scenario = scenario
        configurations = scenario.configurations.map(scenario.isMadeInCode ? Self.remade : { $0 })
        gear = WholeGear(scenario)
        guests = WholeGuests(scenario)
        // One more browser reads the history, and one more host asks for the status.
        let names = (0..<scenario.browsers).map { "user\($0)" } + ["auditor"]
        let count = scenario.nodes + names.count + 1 + guests.plans.count
        internet = SimulatedInternet(hosts: count, profile: scenario.profile, seed: scenario.seed)
        var uptimes = Dice(seed: scenario.seed, stream: 0x0B007)
        hosts = (0..<scenario.nodes).map { host in
            WholeHost(
                disk: SimulatedDisk(seed: scenario.seed &+ UInt64(host) << 32),
                clock: MachineClock(of: scenario.terrain.machine(host)),
                uptime: uptimes.pick(1_000_000_000...Self.longestUptime)
            )
        }
        judge = WholeJudge(names, scenario.terms)
        dice = Dice(seed: scenario.seed, stream: 0x3401F)
        for (index, name) in names.enumerated() {
            let network = startProcess(on: scenario.nodes + index, for: .browser(index))
            let manners = index < scenario.crowd.manners.count ? scenario.crowd.manners[index] : []
            let history = index == scenario.browsers ? 1_000_000 : 100
            let seed = scenario.seed &+ UInt64(index) << 32
            browsers.append(Browser(name, manners, history: history, on: network, seed: seed))
        }
        for reader in scenario.crowd.slowReaders { slowDown(reader) }
        for link in scenario.links where link.isDistant { stretch(link, WholeScenario.distance) }
        for link in scenario.links where link.isThin { stretch(link, WholeScenario.telephone) }
        startGuests()
        schedule()
    }

    /// Has a client read over a thin line: the nodes' sockets are soon full.
    private func slowDown(_ browser: Int) {
        var profile = scenario.profile
        profile.bytesPerSecond = WholeScenario.thinLine
        profile.bufferBytes = 2_000
        for host in hosts.indices { internet.set(profile, from: host, to: scenario.nodes + browser) }
    }

    /// Has a link be slow or far.
    private func stretch(_ link: WholeScenario.Link, _ profile: WireProfile) {
        internet.set(profile, from: link.dialer, to: link.listener)
        internet.set(profile, from: link.listener, to: link.dialer)
    }

    /// Lets everything happen.
    mutating func run() -> WholeOutcome {
        let end = scenario.end
        while let time = [internet.nextTime, queue.nextTime].compactMap({ $0 }).min(), time <= end {
            internet.run(until: time)
            for process in internet.takeWoken() { wake(process) }
            while let next = queue.nextTime, next <= internet.now, let entry = queue.popFirst() { handle(entry.event) }
        }
        dismissPrograms()
        judge.judge(on: attachments, at: internet.now)
        judgeStatus()
        judgeGuests()
        judgeAttendance()
        judgeCuts()
        judgeDeaf()
        judgeRecordings()
        judgeLines()
        judgeMistakes()
        var hash = judge.hash
        hash.fold(guests.judge.hash.value, internet.hash)
        hash.fold(UInt64(turns))
        return WholeOutcome(
            violations: judge.violations + guests.judge.violations,
            hash: hash.value,
            hearings: judge.hearings + guests.judge.hearings,
            turns: turns,
            chronicle: finishedChronicle()
        )
    }

    /// On which node each client of the chat is; `nil` for who is not in the chat.
    var attachments: [String?] { browsers.map { $0.isAttached ? "n\($0.node)" : nil } }

    /// Starts a process that is told when its sockets are ready.
    mutating func startProcess(on host: Int, for owner: Owner) -> SimulatedNetwork {
        let isNode = if case .node = owner { true } else { false }
        let network = internet.startProcess(on: host, visitingThrough: isNode ? nil : gear.doorSeal)
        precondition(network.process == owners.count, "processes are numbered in the order in which they start")
        owners.append(owner)
        return network
    }

    private mutating func schedule() {
        for host in hosts.indices { queue.schedule(.start(host: Int32(host)), at: dice.pick(0...50_000_000)) }
        for browser in 0..<scenario.browsers {
            let open = WholeEvent.open(browser: Int32(browser), node: -1, serial: 0)
            queue.schedule(open, at: dice.pick(200_000_000...WholeScenario.firstAction))
        }
        for (index, fault) in scenario.faults.enumerated() {
            queue.schedule(.begin(fault: Int32(index)), at: fault.start)
            queue.schedule(.end(fault: Int32(index)), at: max(fault.start, fault.end))
        }
        for (index, action) in scenario.actions.enumerated() { queue.schedule(.act(Int32(index)), at: action.time) }
        // Where messages may be let go, one that is said again may be another one.
        if !scenario.keepsLess { queue.schedule(.remind, at: scenario.remindAt) }
        queue.schedule(.audit, at: scenario.auditAt)
        queue.schedule(.probe, at: scenario.probeAt)
        scheduleRefuge()
    }

    private mutating func wake(_ process: Int) {
        switch owners[process] {
        case .node(let host):
            if hosts[host].process?.network.process == process { planTurn(of: host, at: internet.now) }
        case .browser(let browser): handleNews(of: browser)
        case .guest(let guest): wake(guest: guest)
        case .probe(let probe): goOn(probe)
        }
    }

    private mutating func handle(_ event: WholeEvent) {
        switch event {
        case .start(let host): start(Int(host))
        case .turn(let host, let run, let serial): turn(of: Int(host), run, serial)
        case .errand(let host, let run, let number): finishErrand(of: Int(host), run, number)
        case .begin(let fault): begin(scenario.faults[Int(fault)].trouble)
        case .end(let fault): end(scenario.faults[Int(fault)].trouble)
        case .act(let action): act(scenario.actions[Int(action)])
        case .open(let browser, let node, let serial): open(Int(browser), Int(node), serial)
        case .unlessOpen(let browser, let serial): giveUp(Int(browser), serial)
        case .visit(let guest, let visit): handle(visit, of: Int(guest))
        case .remind: remind()
        case .audit: open(scenario.browsers, -1, 0)
        case .probe: probe(hosts.indices.filter { scenario.isMember($0, isRevised: true) })
        case .repair(let host): repair(Int(host))
        case .refuge(let moment): handle(moment)
        }
    }
}
