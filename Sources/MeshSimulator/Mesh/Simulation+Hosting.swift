import Bytes
import Gossip

extension Simulation {
    /// How long a traveller that reads slowly takes for what it is sent at a time, and how long a node has others wait for
    /// whom it is to look on, in nanoseconds.
    static let readingTime: Int64 = .milliseconds(3)

    /// A node takes what a traveller sent.
    mutating func take(_ request: TravellerRequest, of traveller: Int) {
        guard let process = machines[guests.travellers[traveller].target].process, processes[process].isReady,
            hostility(of: processes[process].host) == nil, scenario.travellerSabotage != .lockOut
        else {
            if case .come = request { answer(.closed, to: traveller) }
            return
        }
        switch request {
        case .come(let after):
            if mustWait(traveller, at: process, after: after ?? []) {
                return send(request, of: traveller, due: now + GossipNode.catchUpInterval)
            }
            seat(traveller, at: process, after: after)
        case .say(let letter): post(letter, by: traveller, at: process)
        }
        wake(process)
    }

    /// Whether a traveller was quicker than what it has seen.
    private mutating func mustWait(_ traveller: Int, at process: Int, after: [MessageID]) -> Bool {
        let since = guests.travellers[traveller].waitsSince ?? now
        guests.travellers[traveller].waitsSince = since
        guard now - since < GossipNode.catchUpPatience else { return false }
        return processes[process].node.awaitedEntry(of: position(after)) != nil
    }

    private func position(_ entries: [MessageID]) -> Position {
        var position = Position()
        for id in entries { position.advance(to: id) }
        return position
    }

    /// A node takes a traveller in, as the shell does.
    private mutating func seat(_ traveller: Int, at process: Int, after: [MessageID]?) {
        let channel = processes[process].channels[0]
        let (username, ownSession) = (guests.travellers[traveller].username, guests.travellers[traveller].session)
        let moment = moment(of: process)
        let forgets = scenario.travellerSabotage == .ignoreSessions
        let session = forgets ? UInt128(1000 + guests.travellers[traveller].serial) : ownSession
        guard let claim = processes[process].node.join(username, in: channel, session: session, at: moment) else {
            report(.refused(name: username))
            return answer(.closed, to: traveller)
        }
        var seat = HostedSeat(
            traveller: traveller,
            serial: guests.travellers[traveller].serial,
            process: process,
            claim: claim
        )
        if after == nil, case .history(let count) = guests.travellers[traveller].firstRequest {
            if !mayHaveLetGo { seat.history = newestMessages(count, at: process) }
            seat.reading = beginHistory(count, for: traveller, at: process, owed: seat.history)
        } else {
            let owed = after == nil && !mayHaveLetGo ? newestMessages(.max, at: process) : []
            seat.reading = resume(traveller, at: process, after: after ?? [], owed: owed)
        }
        tell("\(name(of: process)) takes \(username) in")
        guests.seats.append(seat)
        processes[process].seatCount += 1
        // A node reads on at once for who has just come, in the middle of a turn; what is to be written first is held.
        if !scenario.hosts[processes[process].host].keepsJournal { advance(guests.seats.count - 1) }
    }

    private mutating func beginHistory(_ count: Int, for traveller: Int, at process: Int, owed: [Int]) -> Reading {
        let count = scenario.travellerSabotage == .shortenHistory ? max(count - 1, 0) : count
        let channel = processes[process].channels[0]
        var looks = Looks()
        let (reading, position) = processes[process].node.replay(history: count, in: channel, looks: &looks)
        answer(.attached(position: position.entries, before: position.entries, owed: owed), to: traveller)
        return reading
    }

    private mutating func resume(_ traveller: Int, at process: Int, after: [MessageID], owed: [Int]) -> Reading {
        let sabotage = scenario.travellerSabotage
        let position = position(sabotage == .forgetPosition ? [] : after)
        let channel = processes[process].channels[0]
        var looks = Looks()
        let (reading, lost) = processes[process].node.replay(after: position, in: channel, looks: &looks)
        let shortened = processes[process].node.shortened(position, in: channel)
        var kept = shortened
        if lost > 0 { kept = processes[process].node.passingLosses(of: shortened, in: channel, looks: &looks) }
        answer(.attached(position: kept.entries, before: shortened.entries, owed: owed), to: traveller)
        let told = sabotage?.spoil(lost: lost, isBack: !after.isEmpty) ?? lost
        if told > 0 { answer(.gap(told, upTo: kept.passed(since: shortened)?.entries ?? []), to: traveller) }
        return reading
    }

    private mutating func post(_ letter: Traveller.Letter, by traveller: Int, at process: Int) {
        let serial = guests.travellers[traveller].serial
        guard let seat = guests.seats.firstIndex(where: { $0.traveller == traveller && $0.serial == serial }) else {
            return
        }
        let name = scenario.travellerSabotage == .ignoreKeys ? findings.ledger.entries.count : letter.number
        let key = MessageKey(String(name), by: guests.travellers[traveller].username)
        let moment = moment(of: process)
        let frame = FrameText.frame(of: findings.ledger.entries.count, size: letter.size)
        let result = processes[process].node.post(
            in: processes[process].channels[0],
            key: key,
            at: moment
        ) { _ in frame }
        if case .posted(let stamp) = result {
            note(stamp, of: letter, frame: frame, at: process)
        }
        tell("\(guests.travellers[traveller].username) says letter \(letter.number): \(result)")
        acknowledge(letter.number, id: result.stamp.id, copies: 1, in: seat)
        guard scenario.travellerSabotage != .keepQuiet else { return }
        if scenario.travellerSabotage == .countTwice || processes[process].node.isHeldElsewhere(result.stamp.id) {
            acknowledge(letter.number, id: result.stamp.id, copies: 2, in: seat)
        } else {
            guests.seats[seat].awaited.append((letter.number, result.stamp.id))
        }
    }

    private mutating func note(_ stamp: Stamp, of letter: Traveller.Letter, frame: [UInt8], at process: Int) {
        judgeTime(of: stamp, at: process)
        let violation = findings.ledger.post(
            stamp,
            channel: 0,
            size: frame.count,
            letter: letter.number,
            at: now,
            by: process
        )
        if let violation { report(violation) }
        findings.hash.fold(stamp.id.sequence, UInt64(bitPattern: stamp.time))
        if scenario.isMeasured { findings.figures.notePost(at: now, machines: machines.count) }
        observe(process, from: nil)
    }

    /// Tells a traveller that its letter is held, and looks whether that is so.
    private mutating func acknowledge(_ letter: Int, id: MessageID, copies: Int, in seat: Int) {
        let process = guests.seats[seat].process
        let copy = findings.ledger.letters[letter].first { findings.ledger.id(of: $0) == id }
        let holds = copy.map { processes[process].witnessed.stored.contains($0) } ?? false
        let isDoubled = copies < 2 || processes.contains { isOtherHolder($0, of: letter, than: process) }
        // Who lies about what it holds confirms what it does not hold.
        let isExcused = hasHostileNeighbour(process)
        if !holds || !(isDoubled || isExcused) { report(.acknowledgedFalsely(id: id.description, copies: copies)) }
        let username = guests.travellers[guests.seats[seat].traveller].username
        tell("\(name(of: process)) tells \(username) that \(copies) hold letter \(letter), \(id)")
        answer(.acknowledged(letter: letter, copies: copies), to: guests.seats[seat].traveller)
    }

    private func isOtherHolder(_ other: Process, of letter: Int, than process: Int) -> Bool {
        other.host != processes[process].host
            && findings.ledger.letters[letter].contains { other.witnessed.stored.contains($0) }
    }

    /// Sends the travellers of a process what is there for them, and tells whose letters a second node holds.
    mutating func serveSeats(of process: Int) {
        // A seat that is closed meanwhile lets those behind it move up.
        for seat in guests.seats.indices.reversed() where guests.seats[seat].process == process {
            let traveller = guests.seats[seat].traveller
            guard guests.travellers[traveller].serial == guests.seats[seat].serial else { continue }
            if !guests.seats[seat].isResting { advance(seat) }
            // Now another traveller's may stand there, at another node.
            guard guests.seats.indices.contains(seat), guests.seats[seat].traveller == traveller,
                guests.seats[seat].serial == guests.travellers[traveller].serial
            else { continue }
            while let index = guests.seats[seat].awaited.firstIndex(where: {
                processes[process].node.isHeldElsewhere($0.id)
            }) {
                let (letter, id) = guests.seats[seat].awaited.remove(at: index)
                acknowledge(letter, id: id, copies: 2, in: seat)
            }
        }
    }
}
