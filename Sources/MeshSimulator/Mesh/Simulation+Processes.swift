import Gossip

extension Simulation {
    /// How long a process waits for its peers before it takes clients.
    static let startPatience: Int64 = .seconds(2)

    /// Starts a process on a host, unless one runs there or a fault forbids it.
    mutating func start(_ host: Int) {
        guard machines[host].process == nil, machines[host].crashes == 0 else { return }
        let (name, settings) = (scenario.hosts[host].name, settings(of: host))
        let wall = Self.wallAtZero + now / 1000 + machines[host].wallOffset
        var node = GossipNode(
            name: name,
            epoch: UInt64(wall / 1000),
            bootNonce: dice.next(),
            settings: settings
        )
        node.speak(scenario.hosts[host].dialect)
        let disk = machines[host].disk
        if !disk.frames.isEmpty, scenario.travellerSabotage != .wipeDisks {
            restore(&node, from: disk, at: Moment(monotonic: now, wall: wall))
        }
        let channels = [
            node.openChannel(.chat, named: Array("chat".utf8)),
            node.openChannel(.relay, named: []),
        ]
        if scenario.hosts[host].keepsJournal { node.startJournal() }
        if settings.announcesLinks {
            node.advertise(http: "\(name):80", url: "", at: Moment(monotonic: now, wall: wall))
        }
        let process = processes.count
        let place = node.place(atEndOf: channels[0])
        processes.append(
            Process(
                host: host,
                node: node,
                gate: PathGate(secret: (UInt64(process), scenario.seed)),
                channels: channels,
                witnessed: Process.Witnessed(
                    observers: channels.indices.map { Reader(channel: $0, cursor: 0) },
                    clock: WitnessedClock(machines[host].wallOffset)
                ),
                place: place
            )
        )
        if !disk.frames.isEmpty { processes[process].resume(from: disk) }
        machines[host].process = process
        machines[host].isLost = false
        for wire in machines[host].dials {
            wiring.wires[wire].failures = 0
            dial(wire, after: 0)
        }
        schedule(.ready(process: Int32(process)), at: now + Self.startPatience)
        findings.hash.fold(now, process)
        tell("\(name) starts as process \(process)")
        note(.start, on: host)
        wake(process)
    }

    /// Ends the process of a host.
    ///
    /// - Parameters:
    ///   - host: The host.
    ///   - isMachineLost: Whether nobody is told: else the kernel closes the connections.
    mutating func kill(_ host: Int, isMachineLost: Bool) {
        guard let process = machines[host].process else { return }
        tell("\(name(of: process)) dies")
        note(.death, on: host)
        processes[process].isAlive = false
        machines[host].process = nil
        machines[host].missedTimer = .max
        machines[host].isLost = isMachineLost
        for end in processes[process].links.compactMap({ $0 }) {
            if !wiring.connections[end.connection].paths.isEmpty {
                wiring.connections[end.connection].paths[end.end] = .none
            } else if isMachineLost {
                wiring.pipes[end.connection << 1 | end.end].removeAll()
            } else {
                sendEnd(of: end)
            }
            wiring.ends[end.connection << 1 | end.end].isOpen = false
            forgetConnection(end)
        }
        if isMachineLost { machines[host].disk = Disk() }
        for wire in machines[host].dials { wiring.wires[wire].dialSerial += 1 }
        loseSeats(of: process, isMachineLost: isMachineLost)
        for client in guests.clients.indices where guests.clients[client]?.process == process {
            guests.clients[client] = nil
        }
    }

    /// Lets a process take clients: it knows what its peers know, or waited long enough.
    mutating func makeReady(_ process: Int) {
        guard processes[process].isAlive, !processes[process].isReady else { return }
        processes[process].isReady = true
        processes[process].node.finishStart()
    }

    /// Has a process finish its turn before time goes on.
    mutating func wake(_ process: Int) {
        guard agenda.window == nil || agenda.window?.process == process else {
            return schedule(.wake(process: Int32(process)), at: now)
        }
        guard !processes[process].turn.isDirty else { return }
        processes[process].turn.isDirty = true
        let longest = scenario.hosts[processes[process].host].longestTurn
        guard longest > 0 else { return agenda.dirty.append(process) }
        // What else happens until then is of the same turn.
        schedule(.turn(process: Int32(process)), at: now + dice.pick(0...longest))
    }

    /// A timer of a process is due.
    mutating func handleTimer(of process: Int) {
        guard processes[process].isAlive, processes[process].turn.timerAt <= now else { return }
        let host = processes[process].host
        processes[process].turn.timerAt = .max
        countTimer(of: process)
        guard machines[host].pauses == 0 else {
            machines[host].missedTimer = min(machines[host].missedTimer, now)
            return
        }
        if processes[process].nextDeadline() <= now {
            processes[process].node.handleTimers(at: moment(of: process))
        }
        wake(process)
    }

    /// Lets a process run again after a pause.
    mutating func resume(_ host: Int) {
        guard let process = machines[host].process else { return }
        let missed = machines[host].missedTimer
        machines[host].missedTimer = .max
        if missed < now { processes[process].node.handleTimers(at: moment(of: process), lag: now - missed) }
        for end in processes[process].links.compactMap({ $0 }) {
            release(connection: end.connection, from: 1 - end.end, after: 0)
        }
        let held = machines[host].heldDatagrams
        machines[host].heldDatagrams = []
        for datagram in held { deliver(datagram: datagram) }
        wake(process)
    }

    /// Does what a loop does at the end of a turn: readers, events, links, retention, the next timer.
    mutating func endTurn(of process: Int) {
        processes[process].turn.isDirty = false
        let host = processes[process].host
        guard processes[process].isAlive, machines[host].pauses == 0 else { return }
        writeJournal(of: process)
        processes[process].node.takeGrownChannels(into: &grownChannels)
        fanOut(process)
        if processes[process].seatCount > 0 { serveSeats(of: process) }
        if !grownChannels.isEmpty, scenario.hasReaders { readClients(of: process) }
        grownChannels.removeAll(keepingCapacity: true)
        handleEvents(of: process)
        guard processes[process].isAlive else { return }
        if !processes[process].isReady, processes[process].links.contains(where: { $0 != nil }),
            processes[process].isCaughtUp()
        {
            makeReady(process)
        }
        writeJournal(of: process)
        for link in processes[process].links.indices { writeLink(link, of: process) }
        // Last, so that it never overtakes who was not behind before.
        if scenario.sabotage != .hoard { processes[process].node.enforceRetention(at: moment(of: process)) }
        if checksTurns { processes[process].node.check(after: .parts) }
        let wanted = min(processes[process].nextDeadline(), pathDeadline(of: process))
        let deadline = scenario.sabotage == .spin ? now : wanted
        if deadline < processes[process].turn.timerAt {
            // Who spins is not given all the time that there is.
            let isSpinning = processes[process].turn.timers.count >= Self.timerLimit
            processes[process].turn.timerAt = max(deadline, now + (isSpinning ? .milliseconds(1) : 1))
            schedule(.timer(process: Int32(process)), at: processes[process].turn.timerAt)
        }
    }

    private mutating func handleEvents(of process: Int) {
        for event in processes[process].node.takeEvents() {
            tell("\(name(of: process)): \(event)")
            switch event {
            case .claimLost(let claim), .claimReplaced(let claim):
                loseClaim(claim, of: process)
                loseSeat(of: claim, at: process, isReplaced: event == .claimReplaced(claim))
            case .claimDoubted(let claim): askForSign(of: claim, at: process)
            case .linkUp(let link, _): noteGreeting(on: link, of: process)
            case .dropLink(let link, let reason): hangUp(link, of: process, because: reason)
            case .usersChanged, .linkDown, .nodesChanged, .runRenewed, .anotherProcess: break
            case .clocksApart, .clocksTogether, .settingsDiffer, .forked: break
            }
        }
    }
}
