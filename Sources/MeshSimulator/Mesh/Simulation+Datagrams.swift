import Bytes
import Gossip

extension Simulation {
    /// How many datagrams a kernel keeps for a process that does not run.
    static let heldDatagramLimit = 256

    /// Opens a path to a peer; the greeting is sent until it is answered, or until the link counts as silent.
    mutating func openPath(_ wire: Int) {
        let hosts = wiring.wires[wire].hosts
        guard let dialer = machines[hosts[0]].process else { return }
        let link = processes[dialer].node.openLink(
            expecting: scenario.hosts[hosts[1]].name,
            over: .udp,
            at: moment(of: dialer)
        )
        let path = DatagramPath(dialing: wiring.wires[wire].dice.next(), frameLimit: frameBytes(of: hosts[0]))
        let nobody = Connection.End(process: -1, link: -1, isOpen: false)
        let connection = wiring.connections.count
        wiring.connections.append(
            Connection(
                wire: wire,
                paths: [path, .none]
            )
        )
        wiring.ends += [Connection.End(process: dialer, link: link), nobody]
        wiring.pipes += [Pipe(), Pipe()]
        wiring.wires[wire].connection = connection
        setLink(link, of: dialer, to: LinkEnd(connection: connection, end: 0))
        findings.hash.fold(now, wire)
        wake(dialer)
    }

    /// Sends what a path has, as far as its window allows.
    mutating func writePath(_ end: LinkEnd) {
        guard wiring.ends[end.connection << 1 | end.end].isOpen else { return }
        let (process, link) = (
            wiring.ends[end.connection << 1 | end.end].process, wiring.ends[end.connection << 1 | end.end].link
        )
        let moment = moment(of: process)
        guard
            wiring.connections[end.connection].hasHeard[end.end]
                || wiring.connections[end.connection].deadlines[end.end] <= now
                || processes[process].hasOutput(link, at: moment)
        else { return }
        var path = DatagramPath.none
        swap(&path, &wiring.connections[end.connection].paths[end.end])
        path.handleTimeout(at: moment)
        while true {
            while let room = path.room, processes[process].hasOutput(link, at: moment) {
                var frames = wiring.takeBytes()
                processes[process].node.produce(for: link, into: &frames, limit: room, at: moment)
                guard !frames.isEmpty else {
                    wiring.recycle(frames)
                    break
                }
                if let sabotage = scenario.sabotage { frames = sabotage.spoil(frames: frames) }
                frames = spoken(frames, by: process, isStream: false)
                if scenario.isMeasured { findings.figures.count(framesIn: frames.span) }
                if !frames.isEmpty { path.append(frames.span) }
                wiring.recycle(frames)
            }
            var bytes = wiring.takeBytes()
            guard path.produce(into: &bytes, at: moment) else {
                wiring.recycle(bytes)
                break
            }
            send(Datagram(connection: end.connection, end: end.end, bytes: bytes))
        }
        wiring.connections[end.connection].deadlines[end.end] = path.deadline ?? .max
        wiring.connections[end.connection].hasHeard[end.end] = false
        swap(&path, &wiring.connections[end.connection].paths[end.end])
    }

    /// Puts a datagram on its way, or loses it, or doubles it.
    private mutating func send(_ datagram: Datagram) {
        let wire = wiring.connections[datagram.connection].wire
        wiring.wires[wire].carriedBytes += datagram.bytes.count
        guard let wait = wiring.wires[wire].queue(datagram.bytes.count, from: datagram.end, at: now),
            !wiring.wires[wire].losesDatagrams(from: datagram.end),
            !wiring.wires[wire].dice.chance(perMillion: wiring.wires[wire].profile.lossPerMillion)
        else { return wiring.recycle(datagram.bytes) }
        let isDoubled = wiring.wires[wire].dice.chance(perMillion: wiring.wires[wire].profile.duplicatesPerMillion)
        for _ in 0..<(isDoubled ? 2 : 1) {
            let delay = wiring.wires[wire].profile.delay.delay(&wiring.wires[wire].dice)
            schedule(.datagram(Int32(wiring.add(datagram))), at: now + wait + delay)
        }
    }

    /// A datagram is here, unless it got lost on the way.
    mutating func deliver(datagram number: Int) {
        let sender = wiring.sender(ofDatagram: number)
        let wire = wiring.connections[sender.connection].wire
        let host = wiring.wires[wire].hosts[1 - sender.end]
        let isLost = wiring.wires[wire].losesDatagrams(from: sender.end)
        if !isLost, machines[host].pauses > 0, machines[host].heldDatagrams.count < Self.heldDatagramLimit {
            return machines[host].heldDatagrams.append(number)
        }
        let datagram = wiring.takeDatagram(number)
        if !isLost, machines[host].pauses == 0, let process = machines[host].process { take(datagram, at: process) }
        wiring.recycle(datagram.bytes)
    }

    private mutating func take(_ datagram: Datagram, at process: Int) {
        let end = LinkEnd(connection: datagram.connection, end: 1 - datagram.end)
        findings.hash.fold(now, end.connection << 33 ^ end.end << 32 ^ datagram.bytes.count)
        let owner = wiring.ends[end.connection << 1 | end.end]
        guard owner.isOpen, owner.process == process else { return meetStranger(datagram, at: process) }
        var frames = wiring.takeBytes()
        let moment = moment(of: process)
        wiring.connections[end.connection].hasHeard[end.end] = true
        wake(process)
        do throws(LinkError) {
            if try wiring.connections[end.connection].paths[end.end].receive(
                datagram.bytes.span,
                into: &frames,
                at: moment
            ) {
                let unfinished = wiring.connections[end.connection].paths[end.end].unfinished
                processes[process].node.hear(owner.link, unfinished: unfinished, at: moment)
            }
        } catch {
            checkBreak(of: end, because: error)
            return hangUp(owner.link, of: process, because: error)
        }
        if !frames.isEmpty { take(frames, on: end) }
        wiring.recycle(frames)
    }

    private mutating func take(_ frames: [UInt8], on end: LinkEnd) {
        let receiver = wiring.ends[end.connection << 1 | end.end]
        let sender = wiring.ends[end.connection << 1 | (1 - end.end)].process
        do {
            let moment = moment(of: receiver.process)
            try processes[receiver.process].node.receive(frames.span, on: receiver.link, at: moment)
            observe(receiver.process, from: sender < 0 ? nil : sender)
        } catch {
            observe(receiver.process, from: sender < 0 ? nil : sender)
            checkBreak(of: end, because: error)
            hangUp(receiver.link, of: receiver.process, because: error)
        }
    }

    /// A datagram of a path that is not open here: a greeting opens it, and anything else is answered with a reset.
    private mutating func meetStranger(_ datagram: Datagram, at process: Int) {
        let end = LinkEnd(connection: datagram.connection, end: 1 - datagram.end)
        let moment = moment(of: process)
        guard end.end == 1, DatagramPath.isOpening(datagram.bytes.span),
            let identity = DatagramPath.identity(of: datagram.bytes.span)
        else {
            guard let answer = DatagramPath.reset(for: datagram.bytes.span) else { return }
            return send(Datagram(connection: end.connection, end: end.end, bytes: answer))
        }
        // A connection of the simulator stands for the address that it comes from.
        var address: [UInt8] = []
        address.append(bigEndian: UInt64(end.connection))
        switch processes[process].gate.judge(datagram.bytes.span, from: address.span, at: moment) {
        case .ignore:
            return
        case .answer(let token):
            send(Datagram(connection: end.connection, end: end.end, bytes: token))
        case .admit(let proof):
            let link = processes[process].node.openLink(expecting: nil, over: .udp, at: moment)
            wiring.ends[end.connection << 1 | 1] = Connection.End(process: process, link: link)
            wiring.connections[end.connection].paths[1] = DatagramPath(
                accepting: identity,
                proof: proof,
                frameLimit: frameBytes(of: processes[process].host)
            )
            setLink(link, of: process, to: end)
            take(datagram, at: process)
        }
    }

    /// When a path of a process must send again, in nanoseconds.
    func pathDeadline(of process: Int) -> Int64 {
        var deadline = Int64.max
        for case let end? in processes[process].links where !wiring.connections[end.connection].paths.isEmpty {
            deadline = min(deadline, wiring.connections[end.connection].deadlines[end.end])
        }
        return deadline
    }
}

extension DatagramPath {
    /// What stands for the path of an end that is not open.
    static let none = DatagramPath(dialing: 0, frameLimit: 0)
}
