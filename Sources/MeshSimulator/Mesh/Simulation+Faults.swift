import Gossip

extension Simulation {
    /// How long TCP may take to notice that a cut is over, in nanoseconds: it tries again at growing intervals.
    static let longestRetry: Int64 = .seconds(2)

    /// Something goes wrong.
    mutating func begin(_ kind: Fault.Kind, number: Int) {
        findings.hash.fold(now, number)
        tell("begins: \(scenario.faults[number])")
        switch kind {
        case .cut(let wire, let forward, let backward): cut(wire, forward, backward, by: 1)
        case .refuse(let wire): refuse(wire)
        case .split(let hosts, let isSilent):
            for wire in wiring.wires.indices where separates(hosts, wire) {
                if isSilent { cut(wire, true, true, by: 1) } else { refuse(wire) }
            }
        case .crash(let host, let isMachineLost):
            machines[host].crashes += 1
            kill(host, isMachineLost: isMachineLost)
        case .pause(let host): machines[host].pauses += 1
        case .jump(let host, let microseconds, _): moveClock(of: host, by: microseconds)
        case .twin(let host): start(host)
        case .oldFile(let host, _): reread(host)
        }
    }

    /// Something is over.
    mutating func end(_ kind: Fault.Kind, number: Int) {
        findings.hash.fold(now, ~number)
        tell("is over: \(scenario.faults[number])")
        let fault = scenario.faults[number]
        switch kind {
        case .cut(let wire, let forward, let backward):
            cut(wire, forward, backward, by: -1)
            releaseWire(wire, after: fault.end - fault.begin)
        case .refuse(let wire): wiring.wires[wire].refusals -= 1
        case .split(let hosts, let isSilent):
            for wire in wiring.wires.indices where separates(hosts, wire) {
                if isSilent {
                    cut(wire, true, true, by: -1)
                    releaseWire(wire, after: fault.end - fault.begin)
                } else {
                    wiring.wires[wire].refusals -= 1
                }
            }
        case .crash(let host, _):
            machines[host].crashes -= 1
            start(host)
        case .pause(let host):
            machines[host].pauses -= 1
            if machines[host].pauses == 0 { resume(host) }
        case .jump(let host, let microseconds, let isPutRight):
            if isPutRight { moveClock(of: host, by: -microseconds) }
        case .twin(let host): kill(host, isMachineLost: false)
        case .oldFile(let host, _): reread(host)
        }
    }

    private func separates(_ hosts: [Int], _ wire: Int) -> Bool {
        hosts.contains(wiring.wires[wire].hosts[0]) != hosts.contains(wiring.wires[wire].hosts[1])
    }

    private mutating func cut(_ wire: Int, _ forward: Bool, _ backward: Bool, by count: Int) {
        if forward { wiring.wires[wire].cuts[0] += count }
        if backward { wiring.wires[wire].cuts[1] += count }
    }

    /// Breaks a wire's connection, and lets no other come to be.
    private mutating func refuse(_ wire: Int) {
        wiring.wires[wire].refusals += 1
        guard !wiring.wires[wire].carriesDatagrams, let connection = wiring.wires[wire].connection else { return }
        for end in 0...1 where wiring.ends[connection << 1 | end].isOpen {
            wiring.pipes[connection << 1 | end].removeAll()
        }
        for end in 0...1 where wiring.ends[connection << 1 | end].isOpen {
            let process = wiring.ends[connection << 1 | end].process
            guard machines[processes[process].host].pauses == 0 else {
                // Asleep: it finds out when it wakes.
                sendEnd(of: LinkEnd(connection: connection, end: 1 - end))
                continue
            }
            close(LinkEnd(connection: connection, end: end), because: .disconnected("Connection reset by peer"))
        }
    }

    private mutating func releaseWire(_ wire: Int, after duration: Int64) {
        guard !wiring.wires[wire].carriesDatagrams else { return }
        for connection in wiring.connections.indices where wiring.connections[connection].wire == wire {
            for end in 0...1 {
                let retry = wiring.wires[wire].dice.pick(0...min(duration, Self.longestRetry))
                release(connection: connection, from: end, after: retry)
            }
        }
    }
}
