import Bytes
import Gossip

extension Simulation {
    /// How far ahead of its own clock a node believes a time, in microseconds.
    private static let clockTolerance: Int64 = 60_000_000

    /// Reads what is new in a process's channels as somebody does who was there from the start.
    ///
    /// - Parameters:
    ///   - process: The process.
    ///   - sender: The process that sent it; `nil` for what was posted here.
    mutating func observe(_ process: Int, from sender: Int?) {
        for channel in processes[process].observers.indices {
            let cursor = processes[process].observers[channel].cursor
            guard let frames = processes[process].frames(of: channel, behind: cursor) else { continue }
            fresh.removeAll(keepingCapacity: true)
            let isGenuine = processes[process].observers[channel].read(frames, ledger: ledger, into: &fresh)
            if !isGenuine { report(.forged(reader: name(of: process))) }
            let host = scenario.hosts[processes[process].host].name
            if let violation = processes[process].observers[channel].check(
                fresh,
                ledger: ledger,
                name: "\(host) (process \(process))"
            ) {
                report(violation)
            }
            for message in fresh { noteArrival(of: message, at: process, from: sender) }
        }
    }

    /// Has every client of a process read what is there for it.
    mutating func readClients(of process: Int) {
        for client in clients.indices where clients[client]?.process == process {
            guard let channel = clients[client]?.reader.channel, let cursor = clients[client]?.reader.cursor,
                let frames = processes[process].frames(of: channel, behind: cursor)
            else { continue }
            fresh.removeAll(keepingCapacity: true)
            if clients[client]?.reader.read(frames, ledger: ledger, into: &fresh) == false {
                report(.forged(reader: "client \(client)"))
            }
            if let sabotage = scenario.sabotage { fresh = sabotage.spoil(fresh) }
            if let violation = clients[client]?.reader.check(fresh, ledger: ledger, name: "client \(client)") {
                report(violation)
            }
            figures.deliveryCount += fresh.count
        }
    }

    private mutating func noteArrival(of message: Int, at process: Int, from sender: Int?) {
        let time = ledger.entries[message].time
        if time > processes[process].newestTime, time <= moment(of: process).wall + Self.clockTolerance {
            processes[process].newestTime = time
        }
        hash.fold(now, process << 32 ^ message)
        tell("\(ledger.name(of: message)) reaches \(name(of: process))")
        guard scenario.isMeasured else { return }
        let hop = sender.map { processes[$0].hop(of: message) &+ 1 } ?? 0
        processes[process].set(hop: hop, of: message)
        figures.noteArrival(of: message, hop: Int(hop), at: now)
    }
}

extension Process {
    /// After how many hops a message came.
    func hop(of message: Int) -> UInt8 { message < hops.count ? hops[message] : 0 }

    /// Remembers after how many hops a message came.
    mutating func set(hop: UInt8, of message: Int) {
        while hops.count <= message { hops.append(0) }
        hops[message] = hop
    }
}
