import Bytes
import Gossip

extension Simulation {
    /// How many datagrams a kernel keeps for a process that does not run.
    static let heldDatagramLimit = 256

    /// Opens a path to a peer; the greeting is sent until it is answered, or until the link counts as silent.
    mutating func openPath(_ wire: Int) {
        let hosts = wires[wire].hosts
        guard let dialer = machines[hosts[0]].process else { return }
        let link = processes[dialer].node.openLink(
            expecting: scenario.hosts[hosts[1]].name,
            over: .udp,
            at: moment(of: dialer)
        )
        let path = DatagramPath(dialing: wires[wire].dice.next(), frameLimit: scenario.settings.frameBytes)
        let nobody = Connection.End(process: -1, link: -1, isOpen: false)
        let connection = connections.count
        connections.append(
            Connection(
                wire: wire,
                paths: [path, .none]
            )
        )
        ends += [Connection.End(process: dialer, link: link), nobody]
        pipes += [Pipe(), Pipe()]
        wires[wire].connection = connection
        setLink(link, of: dialer, to: LinkEnd(connection: connection, end: 0))
        hash.fold(now, wire)
        wake(dialer)
    }

    /// Sends what a path has, as far as its window allows.
    mutating func writePath(_ end: LinkEnd) {
        guard ends[end.connection << 1 | end.end].isOpen else { return }
        let (process, link) = (
            ends[end.connection << 1 | end.end].process, ends[end.connection << 1 | end.end].link
        )
        let moment = moment(of: process)
        guard
            connections[end.connection].hasHeard[end.end]
                || connections[end.connection].deadlines[end.end] <= now
                || processes[process].hasOutput(link, at: moment)
        else { return }
        var path = DatagramPath.none
        swap(&path, &connections[end.connection].paths[end.end])
        path.handleTimeout(at: moment)
        while true {
            while let room = path.room, processes[process].hasOutput(link, at: moment) {
                var frames = spareBytes.popLast() ?? []
                processes[process].node.produce(for: link, into: &frames, limit: room, at: moment)
                guard !frames.isEmpty else {
                    spareBytes.append(frames)
                    break
                }
                if let sabotage = scenario.sabotage { frames = sabotage.spoil(frames: frames) }
                frames = spoken(frames, by: process, isStream: false)
                if scenario.isMeasured { figures.count(framesIn: frames.span) }
                if !frames.isEmpty { path.append(frames.span) }
                frames.removeAll(keepingCapacity: true)
                spareBytes.append(frames)
            }
            var bytes = spareBytes.popLast() ?? []
            guard path.produce(into: &bytes, at: moment) else {
                spareBytes.append(bytes)
                break
            }
            send(Datagram(connection: end.connection, end: end.end, bytes: bytes))
        }
        connections[end.connection].deadlines[end.end] = path.deadline ?? .max
        connections[end.connection].hasHeard[end.end] = false
        swap(&path, &connections[end.connection].paths[end.end])
    }

    /// Puts a datagram on its way, or loses it, or doubles it.
    private mutating func send(_ datagram: Datagram) {
        let wire = connections[datagram.connection].wire
        wires[wire].carriedBytes += datagram.bytes.count
        guard let wait = wires[wire].queue(datagram.bytes.count, from: datagram.end, at: now),
            !wires[wire].losesDatagrams(from: datagram.end),
            !wires[wire].dice.chance(perMillion: wires[wire].profile.lossPerMillion)
        else { return recycle(datagram.bytes) }
        let isDoubled = wires[wire].dice.chance(perMillion: wires[wire].profile.duplicatesPerMillion)
        for _ in 0..<(isDoubled ? 2 : 1) {
            let delay = wires[wire].profile.delay.delay(&wires[wire].dice)
            schedule(.datagram(Int32(keep(datagram))), at: now + wait + delay)
        }
    }

    private mutating func keep(_ datagram: Datagram) -> Int {
        guard let free = freeDatagrams.popLast() else {
            datagrams.append(datagram)
            return datagrams.count - 1
        }
        datagrams[free] = datagram
        return free
    }

    /// A datagram is here, unless it got lost on the way.
    mutating func deliver(datagram number: Int) {
        let (connection, end) = (datagrams[number].connection, datagrams[number].end)
        let host = wires[connections[connection].wire].hosts[1 - end]
        let isLost = wires[connections[connection].wire].losesDatagrams(from: end)
        if !isLost, machines[host].pauses > 0, machines[host].heldDatagrams.count < Self.heldDatagramLimit {
            return machines[host].heldDatagrams.append(number)
        }
        var datagram = Datagram(connection: connection, end: end, bytes: [])
        swap(&datagram, &datagrams[number])
        freeDatagrams.append(number)
        if !isLost, machines[host].pauses == 0, let process = machines[host].process { take(datagram, at: process) }
        recycle(datagram.bytes)
    }

    private mutating func take(_ datagram: Datagram, at process: Int) {
        let end = LinkEnd(connection: datagram.connection, end: 1 - datagram.end)
        hash.fold(now, end.connection << 33 ^ end.end << 32 ^ datagram.bytes.count)
        let owner = ends[end.connection << 1 | end.end]
        guard owner.isOpen, owner.process == process else { return meetStranger(datagram, at: process) }
        var frames = spareBytes.popLast() ?? []
        let moment = moment(of: process)
        connections[end.connection].hasHeard[end.end] = true
        wake(process)
        do throws(LinkError) {
            if try connections[end.connection].paths[end.end].receive(datagram.bytes.span, into: &frames, at: moment) {
                let unfinished = connections[end.connection].paths[end.end].unfinished
                processes[process].node.hear(owner.link, unfinished: unfinished, at: moment)
            }
        } catch {
            checkBreak(of: end, because: error)
            return hangUp(owner.link, of: process, because: error)
        }
        if !frames.isEmpty { take(frames, on: end) }
        recycle(frames)
    }

    private mutating func take(_ frames: [UInt8], on end: LinkEnd) {
        let receiver = ends[end.connection << 1 | end.end]
        let sender = ends[end.connection << 1 | (1 - end.end)].process
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
            ends[end.connection << 1 | 1] = Connection.End(process: process, link: link)
            connections[end.connection].paths[1] = DatagramPath(
                accepting: identity,
                proof: proof,
                frameLimit: scenario.settings.frameBytes
            )
            setLink(link, of: process, to: end)
            take(datagram, at: process)
        }
    }

    /// When a path of a process must send again, in nanoseconds.
    func pathDeadline(of process: Int) -> Int64 {
        var deadline = Int64.max
        for case let end? in processes[process].links where !connections[end.connection].paths.isEmpty {
            deadline = min(deadline, connections[end.connection].deadlines[end.end])
        }
        return deadline
    }
}

extension DatagramPath {
    /// What stands for the path of an end that is not open.
    static let none = DatagramPath(dialing: 0, frameLimit: 0)
}
