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
        guard processes[process].hasNews() else { return }
        for channel in processes[process].observers.indices {
            while let cursor = cursor(of: process, in: channel),
                let stretch = processes[process].stretch(of: channel, behind: cursor)
            {
                observe(stretch, of: channel, at: process, from: sender)
            }
        }
    }

    /// How far the observer of a channel has read; `nil` once enough promises are broken.
    private func cursor(of process: Int, in channel: Int) -> Int? {
        violations.count < Self.violationLimit ? processes[process].observers[channel].cursor : nil
    }

    private mutating func observe(_ stretch: Stretch, of channel: Int, at process: Int, from sender: Int?) {
        fresh.removeAll(keepingCapacity: true)
        processes[process].observers[channel].cursor = stretch.range.lowerBound
        let isGenuine = processes[process].observers[channel].read(
            stretch.frames,
            upTo: stretch.range.upperBound,
            except: foreignRanges(in: stretch.range, of: channel, at: process),
            ledger: ledger,
            into: &fresh
        )
        if !isGenuine { report(.forged(reader: name(of: process))) }
        for message in fresh { noteArrival(of: message, at: process, from: sender) }
        guard !stretch.isSilent else { return }
        let forgettable = forgettable(fresh)
        processes[process].observers[channel].forget(forgettable)
        let host = scenario.hosts[processes[process].host].name
        if let violation = processes[process].observers[channel].check(
            fresh,
            ledger: ledger,
            name: "\(host) (process \(process))"
        ) {
            report(violation)
        }
    }

    /// Has every client of a process read what is there for it.
    mutating func readClients(of process: Int) {
        for client in clients.indices where clients[client]?.process == process {
            fresh.removeAll(keepingCapacity: true)
            guard let channel = clients[client]?.reader.channel else { continue }
            while violations.count < Self.violationLimit, let cursor = clients[client]?.reader.cursor,
                let stretch = processes[process].stretch(of: channel, behind: cursor)
            {
                clients[client]?.reader.cursor = stretch.isSilent ? stretch.range.upperBound : stretch.range.lowerBound
                guard !stretch.isSilent else { continue }
                let end = stretch.range.upperBound
                let foreign = foreignRanges(in: stretch.range, of: channel, at: process)
                let isGenuine = clients[client]?.reader
                    .read(stretch.frames, upTo: end, except: foreign, ledger: ledger, into: &fresh)
                if isGenuine == false {
                    report(.forged(reader: "client \(client)"))
                }
            }
            let forgettable = forgettable(fresh)
            clients[client]?.reader.forget(forgettable)
            if let sabotage = scenario.sabotage { fresh = sabotage.spoil(fresh) }
            if let violation = clients[client]?.reader.check(fresh, ledger: ledger, name: "client \(client)") {
                report(violation)
            }
            figures.deliveryCount += fresh.count
        }
    }

    /// Messages of which a node no longer knows another copy: a key is remembered as long as its message is held.
    private func forgettable(_ messages: [Int]) -> [Int] {
        guard mayHaveLetGo else { return [] }
        return messages.compactMap { message in
            let entry = ledger.entries[message]
            guard let copies = entry.letter.map({ ledger.letters[$0] }) else { return nil }
            return copies.contains { $0 != message && mayBeLetGo($0) } ? entry.original : nil
        }
    }

    private mutating func noteArrival(of message: Int, at process: Int, from sender: Int?) {
        _ = processes[process].stored.insert(message)
        let time = ledger.entries[message].time
        if time > processes[process].newestTime, time <= moment(of: process).wall + Self.clockTolerance {
            processes[process].newestTime = time
        }
        hash.fold(now, process << 32 ^ message)
        tell("\(ledger.name(of: message)) reaches \(name(of: process))")
        let isOwn = ledger.entries[message].process == process
        note(isOwn ? .post(message) : .arrival(message), on: processes[process].host)
        guard scenario.isMeasured else { return }
        let hop = sender.map { processes[$0].hop(of: message) &+ 1 } ?? 0
        processes[process].set(hop: hop, of: message)
        figures.noteArrival(of: message, hop: Int(hop), machine: processes[process].host, at: now)
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
