import Gossip

extension Simulation {
    /// How often an attempt knocks, and how long it waits for an answer each time: as TCP does in two seconds.
    static let knockLimit = 2
    static let knockInterval: Int64 = .seconds(1)

    /// How long a dialer waits before its third try, and at most; the second comes at once.
    static let firstBackoff: Int64 = .milliseconds(50)
    static let longestBackoff: Int64 = .seconds(2)

    /// Has a wire's dialer try.
    mutating func dial(_ wire: Int, after delay: Int64) {
        wiring.wires[wire].dialSerial += 1
        wiring.wires[wire].knocks = 0
        schedule(.dial(wire: Int32(wire), serial: wiring.wires[wire].dialSerial), at: now + delay)
    }

    /// One knock of an attempt.
    mutating func knock(_ wire: Int, serial: Int32) {
        guard wiring.wires[wire].dialSerial == serial, machines[wiring.wires[wire].hosts[0]].process != nil else {
            return
        }
        let event: Event = .dial(wire: Int32(wire), serial: serial)
        guard machines[wiring.wires[wire].hosts[0]].pauses == 0 else {
            return schedule(event, at: now + Self.firstBackoff)
        }
        guard !wiring.wires[wire].carriesDatagrams else { return openPath(wire) }
        let listener = wiring.wires[wire].hosts[1]
        if wiring.wires[wire].isCut || (machines[listener].process == nil && machines[listener].isLost) {
            wiring.wires[wire].knocks += 1
            guard wiring.wires[wire].knocks < Self.knockLimit else { return fail(wire, after: Self.knockInterval) }
            return schedule(event, at: now + Self.knockInterval)
        }
        let roundTrip = wiring.wires[wire].profile.delay.delay(&wiring.wires[wire].dice) * 2
        guard machines[listener].process != nil, wiring.wires[wire].refusals == 0 else {
            return fail(wire, after: roundTrip)
        }
        schedule(.connected(wire: Int32(wire), serial: serial), at: now + roundTrip)
    }

    /// An attempt failed: the next one comes a little later than the last.
    mutating func fail(_ wire: Int, after delay: Int64) {
        let failures = wiring.wires[wire].failures
        wiring.wires[wire].failures += 1
        guard failures > 0 else { return dial(wire, after: delay) }
        let backoff = min(Self.firstBackoff << Int64(min(failures - 1, 10)), Self.longestBackoff)
        dial(wire, after: delay + backoff - wiring.wires[wire].dice.pick(0...backoff / 4))
    }

    /// An attempt succeeded: both ends have a connection.
    mutating func connect(_ wire: Int, serial: Int32) {
        guard wiring.wires[wire].dialSerial == serial, let dialer = machines[wiring.wires[wire].hosts[0]].process else {
            return
        }
        let listenerHost = wiring.wires[wire].hosts[1]
        // A sleeping listener's kernel would accept; here the dialer just comes again.
        guard let listener = machines[listenerHost].process, wiring.wires[wire].refusals == 0,
            !wiring.wires[wire].isCut,
            machines[listenerHost].pauses == 0, machines[wiring.wires[wire].hosts[0]].pauses == 0
        else { return fail(wire, after: 0) }
        let expected = scenario.hosts[listenerHost].name
        let near = processes[dialer].node.openLink(expecting: expected, over: .tcp, at: moment(of: dialer))
        let far = processes[listener].node.openLink(expecting: nil, over: .tcp, at: moment(of: listener))
        let connection = wiring.connections.count
        wiring.connections.append(
            Connection(wire: wire)
        )
        wiring.ends += [Connection.End(process: dialer, link: near), Connection.End(process: listener, link: far)]
        wiring.pipes += [Pipe(), Pipe()]
        wiring.wires[wire].connection = connection
        setLink(near, of: dialer, to: LinkEnd(connection: connection, end: 0))
        setLink(far, of: listener, to: LinkEnd(connection: connection, end: 1))
        findings.hash.fold(now, wire)
        wake(dialer)
        wake(listener)
    }

    /// The peer of a link is known.
    mutating func noteGreeting(on link: Int, of process: Int) {
        guard let end = processes[process].links[link], end.end == 0 else { return }
        wiring.wires[wiring.connections[end.connection].wire].failures = 0
    }

    mutating func setLink(_ link: Int, of process: Int, to end: LinkEnd) {
        while processes[process].links.count <= link { processes[process].links.append(nil) }
        precondition(processes[process].links[link] == nil, "a node used the number of an open link again")
        processes[process].links[link] = end
    }

    /// A process hangs up: what its node still has to say goes first.
    mutating func hangUp(_ link: Int, of process: Int, because reason: LinkError) {
        guard link < processes[process].links.count, let end = processes[process].links[link] else { return }
        writeLink(link, of: process)
        if !wiring.connections[end.connection].paths.isEmpty {
            wiring.connections[end.connection].paths[end.end] = .none
        } else {
            sendEnd(of: end)
        }
        close(end, because: reason)
    }

    /// Lets a process forget a connection; its dialer calls again.
    mutating func close(_ end: LinkEnd, because reason: LinkError) {
        let (process, link) = (
            wiring.ends[end.connection << 1 | end.end].process, wiring.ends[end.connection << 1 | end.end].link
        )
        wiring.ends[end.connection << 1 | end.end].isOpen = false
        processes[process].links[link] = nil
        processes[process].node.closeLink(link, reason: reason, at: moment(of: process))
        forgetConnection(end)
        wake(process)
        guard end.end == 0 else { return }
        fail(wiring.connections[end.connection].wire, after: 0)
    }

    /// Notes that an end is closed.
    mutating func forgetConnection(_ end: LinkEnd) {
        let wire = wiring.connections[end.connection].wire
        if end.end == 0, wiring.wires[wire].connection == end.connection { wiring.wires[wire].connection = nil }
    }
}
