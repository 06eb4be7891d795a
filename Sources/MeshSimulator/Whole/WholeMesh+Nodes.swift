import BroadcastMesh
import Reactor

extension WholeMesh {
    /// After how many turns of the mesh a node's own checks are made, which look at everything.
    static let turnsPerCheck = 16

    /// Starts a node, unless something is in its way or it runs.
    mutating func start(_ host: Int) {
        let isRevised = hosts[host].isRevised
        guard hosts[host].process == nil, hosts[host].outages == 0, scenario.isMember(host, isRevised: isRevised) else {
            return
        }
        let dialect = takeProgram(of: host)
        hosts[host].runs += 1
        hosts[host].errands = [:]
        hosts[host].clock.boot(at: internet.now)
        if hosts[host].disease.hasNoRoom { hosts[host].disease.lastFullRun = hosts[host].runs }
        hosts[host].disk.set(hosts[host].disease.temper)
        let run = UInt64(hosts[host].runs)
        let world = SimulatedWorld(
            of: internet,
            disk: hosts[host].disk,
            clock: hosts[host].clock,
            uptime: hosts[host].uptime,
            seed: scenario.seed &+ UInt64(host) << 32 &+ run << 48,
            names: gear.names,
            descriptors: scenario.crowd.descriptors ?? WholeCrowd.usualDescriptors
        )
        let network = startProcess(on: host, for: .node(host))
        do throws(MeshNodeError) {
            let storage = storage(of: host)
            var node = try SteppedNode(
                "n\(host)",
                of: configurations[isRevised ? 1 : 0],
                storage: storage,
                log: log(of: host),
                recorder: try recorder(of: host, storage),
                speaking: dialect,
                sealedBy: gear.toySeal,
                spending: scenario.turn,
                within: scenario.limits,
                isDemonstration: scenario.isDemonstration,
                in: world,
                on: network
            )
            try node.start()
            hosts[host].process = WholeHost.RunningNode(node, on: network, at: internet.now)
            note(.start, on: host)
            planTurn(of: host, at: internet.now)
        } catch {
            internet.kill(network.process)
            hosts[host].disk.endProcess()
            handleRefusal(of: host, "\(error)")
        }
    }

    /// Where a node keeps what it promises; `nil` for one that keeps nothing.
    private func storage(of host: Int) -> StorageSettings? {
        scenario.terrain.machine(host).hasNoData ? nil : StorageSettings(directory: "data", fsync: scenario.fsync)
    }

    private func recorder(of host: Int, _ storage: StorageSettings?) throws(MeshNodeError) -> Recorder? {
        let (run, recording, recordings) = (hosts[host].runs, scenario.recording, recordings)
        guard recording != nil || recordings != nil else { return nil }
        return try Recorder("n\(host)", of: configurations[hosts[host].isRevised ? 1 : 0], storage: storage) { chunk in
            recording?(host, run, chunk)
            recordings?.append(chunk, of: host, run)
            return nil
        }
    }

    /// Plans a turn, unless one comes earlier.
    mutating func planTurn(of host: Int, at time: Int64) {
        guard let process = hosts[host].process else { return }
        let time = max(time, process.busyUntil)
        if let planned = process.nextTurn, planned <= time { return }
        process.nextTurn = time
        process.turnSerial += 1
        queue.schedule(.turn(host: Int32(host), run: hosts[host].runs, serial: process.turnSerial), at: time)
    }

    /// Gives a node its turn, which takes a while.
    mutating func turn(of host: Int, _ run: Int32, _ serial: Int32) {
        guard hosts[host].runs == run, hosts[host].pauses == 0, let process = hosts[host].process,
            process.turnSerial == serial
        else { return }
        process.nextTurn = nil
        process.network.takeReady(into: &process.events)
        let wanted = process.node.turn(process.events)
        let deadline = isSpinning(host) ? hosts[host].uptime + internet.now : wanted
        if turns.isMultiple(of: Self.turnsPerCheck) { process.node.checkInvariants() }
        judgeLoad(of: process, on: host)
        let hasToGoOn = servePrograms(of: host)
        count(process, of: host)
        // Now and then one takes long.
        let cost = dice.below(500) == 0 ? dice.pick(1_000_000...20_000_000) : dice.pick(5_000...80_000)
        process.busyUntil = internet.now + cost + waitingTime(of: host)
        guard !interruptIfDue(host) else { return }
        startErrands(of: host)
        guard !process.node.hasEnded else { return reap(host) }
        guard !process.node.hasCrashed else { return crash(host) }
        if process.network.hasReady || hasToGoOn { planTurn(of: host, at: process.busyUntil) }
        // The kernel waits in whole milliseconds, and no less than asked for.
        guard let deadline = deadline.map({ $0 - hosts[host].uptime }) else { return }
        let wait = max(0, deadline - process.busyUntil + 999_999) / 1_000_000 * 1_000_000
        planTurn(of: host, at: process.busyUntil + wait)
    }

    /// Whether a node seems to want all turns that it can have, in the fourth second.
    private func isSpinning(_ host: Int) -> Bool {
        scenario.sabotage == .spin && host == 0 && internet.now / 1_000_000_000 == 3
    }

    private mutating func count(_ process: WholeHost.RunningNode, of host: Int) {
        turns += 1
        let seconds = scenario.secondsOfTurns
        let span = internet.now / (seconds * 1_000_000_000)
        if process.turns.span != span { process.turns = (span, 0) }
        process.turns.count += 1
        if process.turns.count == Self.turnLimit * Int(seconds) {
            judge.object(.spins(node: "n\(host)", turns: process.turns.count / Int(seconds)))
        }
    }

    /// A node of a demonstration was killed by whoever plays with it; whoever runs it starts it again.
    private mutating func crash(_ host: Int) {
        kill(host)
        queue.schedule(.start(host: Int32(host)), at: internet.now + dice.pick(100_000_000...500_000_000))
    }

    private mutating func startErrands(of host: Int) {
        for errand in hosts[host].process?.node.takeErrands() ?? [] {
            hosts[host].errandSerial += 1
            let number = hosts[host].errandSerial
            hosts[host].errands[number] = errand
            let isSlow = errand.isAboutDisk && hosts[host].disease.troubles.contains(.slow)
            let duration =
                isSlow
                ? dice.pick(100_000_000...2_000_000_000)
                : errand.isAboutDisk ? dice.pick(100_000...30_000_000) : dice.pick(10_000...1_000_000)
            queue.schedule(
                .errand(host: Int32(host), run: hosts[host].runs, number: number),
                at: internet.now + duration
            )
        }
    }

    /// Something was done for a node.
    mutating func finishErrand(of host: Int, _ run: Int32, _ number: Int32) {
        guard hosts[host].runs == run, hosts[host].process != nil,
            let errand = hosts[host].errands.removeValue(forKey: number)
        else { return }
        hosts[host].process?.node.finish(errand)
        guard !interruptIfDue(host) else { return }
        startErrands(of: host)
        planTurn(of: host, at: internet.now)
    }
}
