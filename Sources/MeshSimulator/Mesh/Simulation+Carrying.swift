import Bytes
import Gossip

extension Simulation {
    /// Lets a node write to a link, unless its socket is full.
    mutating func writeLink(_ link: Int, of process: Int) {
        guard let end = processes[process].links[link] else { return }
        guard wiring.connections[end.connection].paths.isEmpty else { return writePath(end) }
        let moment = moment(of: process)
        let room = wiring.wires[wiring.connections[end.connection].wire].profile.bufferBytes
        while wiring.pipes[end.connection << 1 | end.end].unacknowledgedBytes < room,
            processes[process].hasOutput(link, at: moment)
        {
            var bytes = wiring.takeBytes()
            processes[process].node.produce(for: link, into: &bytes, limit: Self.writeLimit, at: moment)
            if let sabotage = scenario.sabotage { bytes = sabotage.spoil(frames: bytes) }
            guard !bytes.isEmpty else { return wiring.recycle(bytes) }
            bytes = spoken(bytes, by: process, isStream: true)
            guard !bytes.isEmpty else { continue }
            if scenario.isMeasured { findings.figures.count(framesIn: bytes.span) }
            send(bytes, from: end)
        }
    }

    /// How many bytes arrive together at most: more of them come as the line carries them.
    private static let arrivingTogether = 16_384

    /// Puts bytes on their way.
    private mutating func send(_ bytes: [UInt8], from end: LinkEnd) {
        let wire = wiring.connections[end.connection].wire
        var arrival = now + wiring.wires[wire].profile.delay.delay(&wiring.wires[wire].dice)
        while wiring.wires[wire].dice.chance(perMillion: wiring.wires[wire].profile.lossPerMillion) {
            arrival += wiring.wires[wire].profile.retransmission
        }
        wiring.wires[wire].carriedBytes += bytes.count
        guard bytes.count > Self.arrivingTogether else { return append(bytes, from: end, arrivingAt: arrival) }
        for start in stride(from: 0, to: bytes.count, by: Self.arrivingTogether) {
            var part = wiring.takeBytes()
            part += bytes[start..<min(start + Self.arrivingTogether, bytes.count)]
            append(part, from: end, arrivingAt: arrival)
        }
        wiring.recycle(bytes)
    }

    /// Puts bytes behind what is on the line, which would arrive at some time if that took any number of them at once.
    private mutating func append(_ bytes: [UInt8], from end: LinkEnd, arrivingAt arrival: Int64) {
        let pipe = wiring.pipes[end.connection << 1 | end.end]
        let rate = wiring.wires[wiring.connections[end.connection].wire].profile.bytesPerSecond
        let free = max(pipe.freeAt, now) + Int64(bytes.count) * 1_000_000_000 / Int64(rate)
        let due = max(arrival + free - now, pipe.lastDue)
        wiring.pipes[end.connection << 1 | end.end].freeAt = free
        append(Pipe.Parcel(due: due, bytes: bytes), from: end)
    }

    /// Puts the end of the stream on its way.
    mutating func sendEnd(of end: LinkEnd) {
        guard wiring.ends[end.connection << 1 | (1 - end.end)].isOpen else { return }
        let wire = wiring.connections[end.connection].wire
        let arrival = now + wiring.wires[wire].profile.delay.delay(&wiring.wires[wire].dice)
        let due = max(arrival, wiring.pipes[end.connection << 1 | end.end].lastDue)
        append(Pipe.Parcel(due: due, bytes: [], isEnd: true), from: end)
    }

    private mutating func append(_ parcel: Pipe.Parcel, from end: LinkEnd) {
        wiring.pipes[end.connection << 1 | end.end].lastDue = parcel.due
        wiring.pipes[end.connection << 1 | end.end].append(parcel)
        schedule(connection: end.connection, from: end.end, notBefore: parcel.due)
    }

    private mutating func schedule(connection: Int, from end: Int, notBefore time: Int64) {
        guard !wiring.pipes[connection << 1 | end].isScheduled, !wiring.pipes[connection << 1 | end].isHeld else {
            return
        }
        wiring.pipes[connection << 1 | end].isScheduled = true
        schedule(.deliver(pipe: Int32(connection << 1 | end)), at: max(time, now))
    }

    /// The first parcel of a pipe is here, if it can be.
    mutating func deliver(connection: Int, from end: Int) {
        wiring.pipes[connection << 1 | end].isScheduled = false
        let wire = wiring.connections[connection].wire
        let receiver = wiring.ends[connection << 1 | (1 - end)]
        let host = processes[receiver.process].host
        guard wiring.wires[wire].cuts[end] == 0, machines[host].pauses == 0 || !receiver.isOpen else {
            wiring.pipes[connection << 1 | end].isHeld = true
            return
        }
        guard let parcel = wiring.pipes[connection << 1 | end].popFirst() else { return }
        acknowledge(parcel.bytes.count, connection: connection, from: end)
        if receiver.isOpen {
            findings.hash.fold(now, connection << 33 ^ end << 32 ^ parcel.bytes.count)
            take(parcel, on: LinkEnd(connection: connection, end: 1 - end))
        } else if !parcel.isEnd, !machines[host].isLost {
            refuse(connection: connection, from: end)
        }
        wiring.recycle(parcel.bytes)
        if let next = wiring.pipes[connection << 1 | end].next {
            schedule(connection: connection, from: end, notBefore: next.due)
        }
    }

    /// Tells the sender that something arrived, if anything gets back to it.
    private mutating func acknowledge(_ count: Int, connection: Int, from end: Int) {
        guard wiring.wires[wiring.connections[connection].wire].cuts[1 - end] == 0 else {
            wiring.pipes[connection << 1 | end].arrivedBytes += count
            return
        }
        let room = wiring.wires[wiring.connections[connection].wire].profile.bufferBytes
        let wasFull = wiring.pipes[connection << 1 | end].unacknowledgedBytes >= room
        wiring.pipes[connection << 1 | end].unacknowledgedBytes -= count
        if wasFull, wiring.ends[connection << 1 | end].isOpen { wake(wiring.ends[connection << 1 | end].process) }
    }

    /// Bytes came for a connection that is closed: its sender is told so.
    private mutating func refuse(connection: Int, from end: Int) {
        wiring.pipes[connection << 1 | end].removeAll()
        guard wiring.ends[connection << 1 | end].isOpen else { return }
        wiring.pipes[connection << 1 | (1 - end)].removeAll()
        sendEnd(of: LinkEnd(connection: connection, end: 1 - end))
    }

    /// A process reads what came on a connection.
    private mutating func take(_ parcel: Pipe.Parcel, on end: LinkEnd) {
        let receiver = wiring.ends[end.connection << 1 | end.end]
        guard !parcel.isEnd else { return close(end, because: .disconnected("the peer hung up")) }
        do {
            try processes[receiver.process].node.receive(
                parcel.bytes.span,
                on: receiver.link,
                at: moment(of: receiver.process)
            )
            observe(receiver.process, from: wiring.ends[end.connection << 1 | (1 - end.end)].process)
            wake(receiver.process)
        } catch {
            observe(receiver.process, from: wiring.ends[end.connection << 1 | (1 - end.end)].process)
            checkBreak(of: end, because: error)
            hangUp(receiver.link, of: receiver.process, because: error)
        }
    }

    /// A wire or a process is there again: what waited for it arrives.
    mutating func release(connection: Int, from end: Int, after delay: Int64) {
        if wiring.wires[wiring.connections[connection].wire].cuts[1 - end] == 0 {
            let arrived = wiring.pipes[connection << 1 | end].arrivedBytes
            wiring.pipes[connection << 1 | end].arrivedBytes = 0
            wiring.pipes[connection << 1 | end].unacknowledgedBytes -= arrived
            if arrived > 0, wiring.ends[connection << 1 | end].isOpen {
                wake(wiring.ends[connection << 1 | end].process)
            }
        }
        guard wiring.pipes[connection << 1 | end].isHeld else { return }
        wiring.pipes[connection << 1 | end].isHeld = false
        schedule(connection: connection, from: end, notBefore: now + delay)
    }
}
