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
        for channel in processes[process].witnessed.observers.indices {
            while let cursor = cursor(of: process, in: channel),
                let stretch = processes[process].stretch(of: channel, behind: cursor)
            {
                observe(stretch, of: channel, at: process, from: sender)
            }
        }
    }

    /// How far the observer of a channel has read; `nil` once enough promises are broken.
    private func cursor(of process: Int, in channel: Int) -> Int? {
        findings.violations.count < Self.violationLimit ? processes[process].witnessed.observers[channel].cursor : nil
    }

    private mutating func observe(_ stretch: Stretch, of channel: Int, at process: Int, from sender: Int?) {
        guests.fresh.removeAll(keepingCapacity: true)
        processes[process].witnessed.observers[channel].cursor = stretch.range.lowerBound
        let isGenuine = processes[process].witnessed.observers[channel].read(
            stretch.frames,
            upTo: stretch.range.upperBound,
            except: foreignRanges(in: stretch.range, of: channel, at: process),
            ledger: findings.ledger,
            into: &guests.fresh
        )
        if !isGenuine { report(.forged(reader: name(of: process))) }
        for message in guests.fresh { noteArrival(of: message, at: process, from: sender) }
        // What it let go of it may take again.
        guard !stretch.isSilent, !keepsFew(process) else { return }
        let forgettable = forgettable(guests.fresh)
        processes[process].witnessed.observers[channel].forget(forgettable)
        let host = scenario.hosts[processes[process].host].name
        if let violation = processes[process].witnessed.observers[channel].check(
            guests.fresh,
            ledger: findings.ledger,
            name: "\(host) (process \(process))"
        ) {
            report(violation)
        }
    }

    /// Has every client of a process read what is there for it.
    mutating func readClients(of process: Int) {
        for client in guests.clients.indices where guests.clients[client]?.process == process {
            guests.fresh.removeAll(keepingCapacity: true)
            guard let channel = guests.clients[client]?.reader.channel else { continue }
            while findings.violations.count < Self.violationLimit, let cursor = guests.clients[client]?.reader.cursor,
                let stretch = processes[process].stretch(of: channel, behind: cursor)
            {
                guests.clients[client]?.reader.cursor =
                    stretch.isSilent ? stretch.range.upperBound : stretch.range.lowerBound
                guard !stretch.isSilent else { continue }
                let end = stretch.range.upperBound
                let foreign = foreignRanges(in: stretch.range, of: channel, at: process)
                let isGenuine = guests.clients[client]?.reader
                    .read(stretch.frames, upTo: end, except: foreign, ledger: findings.ledger, into: &guests.fresh)
                if isGenuine == false {
                    report(.forged(reader: "client \(client)"))
                }
            }
            let forgettable = forgettable(guests.fresh)
            guests.clients[client]?.reader.forget(forgettable)
            if let sabotage = scenario.sabotage { guests.fresh = sabotage.spoil(guests.fresh) }
            if let violation = guests.clients[client]?.reader.check(
                guests.fresh,
                ledger: findings.ledger,
                name: "client \(client)"
            ) {
                report(violation)
            }
            findings.figures.deliveryCount += guests.fresh.count
        }
    }

    /// Messages of which a node no longer knows another copy: a key is remembered as long as its message is held.
    private func forgettable(_ messages: [Int]) -> [Int] {
        guard mayHaveLetGo else { return [] }
        return messages.compactMap { message in
            let entry = findings.ledger.entries[message]
            guard let copies = entry.letter.map({ findings.ledger.letters[$0] }) else { return nil }
            return copies.contains { $0 != message && mayBeLetGo($0) } ? entry.original : nil
        }
    }

    private mutating func noteArrival(of message: Int, at process: Int, from sender: Int?) {
        _ = processes[process].witnessed.stored.insert(message)
        let (time, rank) = (findings.ledger.entries[message].time, findings.ledger.entries[message].rank)
        processes[process].witnessed.newestRank = max(processes[process].witnessed.newestRank, rank)
        if time > processes[process].witnessed.newestTime, time <= moment(of: process).wall + Self.clockTolerance {
            processes[process].witnessed.newestTime = time
        }
        findings.hash.fold(now, process << 32 ^ message)
        findings.lastWords.noteArrival(of: message, at: now)
        tell("\(findings.ledger.name(of: message)) reaches \(name(of: process))")
        let isOwn = findings.ledger.entries[message].process == process
        note(isOwn ? .post(message) : .arrival(message), on: processes[process].host)
        guard scenario.isMeasured else { return }
        let hop = sender.map { processes[$0].hop(of: message) &+ 1 } ?? 0
        processes[process].set(hop: hop, of: message)
        findings.figures.noteArrival(of: message, hop: Int(hop), machine: processes[process].host, at: now)
    }
}

extension Process {
    /// After how many hops a message came.
    func hop(of message: Int) -> UInt8 { message < witnessed.hops.count ? witnessed.hops[message] : 0 }

    /// Remembers after how many hops a message came.
    mutating func set(hop: UInt8, of message: Int) {
        while witnessed.hops.count <= message { witnessed.hops.append(0) }
        witnessed.hops[message] = hop
    }
}
