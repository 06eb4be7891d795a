import Gossip

extension Simulation {
    /// How long a traveller waits before it tries the next node, in nanoseconds.
    static let hopPause: ClosedRange<Int64> = .milliseconds(5)...Int64.milliseconds(400)

    /// How long it takes to notice that a machine is gone that says nothing any more, in nanoseconds.
    static let longestSilence: Int64 = .seconds(2)

    /// How often it is looked whether a node that sleeps has woken, in nanoseconds.
    static let pauseStep: Int64 = .milliseconds(20)

    /// A traveller goes to some node.
    ///
    /// - Parameters:
    ///   - traveller: Who.
    ///   - host: Where to.
    ///   - isSilent: Whether the node that it leaves is not told.
    ///   - forgets: Whether it forgets everything first.
    mutating func hop(_ traveller: Int, to host: Int, isSilent: Bool, forgets: Bool = false) {
        if !isSilent { leaveSeat(of: traveller) }
        cutLine(of: traveller)
        if forgets { guests.travellers[traveller].startAnew() }
        let after = guests.travellers[traveller].position
        tell("\(guests.travellers[traveller].username) goes to \(scenario.hosts[host].name) after \(after ?? [])")
        guests.travellers[traveller].target = host
        send(.come(after: after), of: traveller)
        // Nobody may answer.
        schedule(.knock, of: traveller, at: now + Self.longestSilence)
    }

    /// A traveller is nowhere for a while.
    mutating func rest(_ traveller: Int, for pause: Int64) {
        cutLine(of: traveller)
        schedule(.knock, of: traveller, at: now + pause)
    }

    /// A traveller that is not attached tries some other node.
    private mutating func knock(_ traveller: Int) {
        guard !guests.travellers[traveller].isAttached else { return }
        var host = guests.travellers[traveller].dice.below(scenario.hosts.count)
        while scenario.hosts[host].isMiser { host = (host + 1) % scenario.hosts.count }
        hop(traveller, to: host, isSilent: true)
    }

    /// A traveller says something, now and again until enough nodes hold it.
    mutating func say(_ traveller: Int, size: Int) {
        guard guests.travellers[traveller].position != nil else { return }
        let letter = Traveller.Letter(number: findings.ledger.addLetter(), size: size)
        guests.travellers[traveller].outbox.append(letter)
        if guests.travellers[traveller].isAttached { send(.say(letter), of: traveller) }
    }

    /// What is due for a traveller happens.
    mutating func handle(_ part: TravellerEvent, of traveller: Int, serial: Int32) {
        guard guests.travellers[traveller].serial == serial else { return }
        switch part {
        case .requests:
            guard machines[guests.travellers[traveller].target].pauses == 0 else {
                // The kernel keeps it.
                return schedule(.requests, of: traveller, at: now + Self.pauseStep)
            }
            for request in guests.travellers[traveller].sent.receive(at: now) { take(request, of: traveller) }
        case .answers:
            for answer in guests.travellers[traveller].received.receive(at: now)
            where guests.travellers[traveller].serial == serial {
                hear(answer, by: traveller)
            }
        case .reading: serve(traveller)
        case .knock: knock(traveller)
        }
    }

    private mutating func hear(_ answer: HostAnswer, by traveller: Int) {
        findings.hash.fold(now, traveller)
        switch answer {
        case .attached(let position, let before, let owed):
            guests.travellers[traveller].isAttached = true
            guests.travellers[traveller].position = position
            guests.travellers[traveller].diary.begin(owed: owed, in: findings.ledger)
            guests.travellers[traveller].diary.attach(at: before, in: findings.ledger)
            for letter in guests.travellers[traveller].outbox { send(.say(letter), of: traveller) }
        case .gap(let lost, let ends):
            let name = guests.travellers[traveller].username
            tell("\(name) is told that \(lost) messages are lost")
            let violation = guests.travellers[traveller].diary.note(lost: lost, in: findings.ledger, reader: name)
            if let violation, !villains.areThere { report(violation) }
            for end in ends { guests.travellers[traveller].pass(end) }
            guard mayHaveLetGo else { return }
            for end in ends {
                let untold = guests.travellers[traveller].diary.pass(lossUpTo: end, in: findings.ledger, reader: name)
                if let untold { report(untold) }
            }
        case .message(let message, let unheld):
            findings.figures.deliveryCount += 1
            guests.travellers[traveller].advance(to: findings.ledger.id(of: message))
            let name = guests.travellers[traveller].username
            tell("\(name) gets \(findings.ledger.name(of: message))")
            if mayHaveLetGo,
                let violation = guests.travellers[traveller].diary.pass(to: message, in: findings.ledger, reader: name)
            {
                report(violation)
            }
            if let violation = guests.travellers[traveller].diary.note(
                message,
                unheld: unheld,
                in: findings.ledger,
                reader: name
            ) {
                report(violation)
            }
        case .acknowledged(let letter, let copies):
            guard copies >= guests.travellers[traveller].patience else { return }
            guests.travellers[traveller].outbox.removeAll { $0.number == letter }
        case .closed:
            cutLine(of: traveller)
            let pause = guests.travellers[traveller].dice.pick(Self.hopPause)
            schedule(.knock, of: traveller, at: now + pause)
        }
    }

    /// Puts a request on its way.
    private mutating func send(_ request: TravellerRequest, of traveller: Int) {
        send(request, of: traveller, due: now + guests.travellers[traveller].delay)
    }

    /// Has a request arrive at some time.
    mutating func send(_ request: TravellerRequest, of traveller: Int, due: Int64) {
        if guests.travellers[traveller].sent.send(request, due: due) { schedule(.requests, of: traveller, at: due) }
    }

    /// Puts an answer on its way, which takes so much longer than usual, in nanoseconds.
    mutating func answer(_ answer: HostAnswer, to traveller: Int, delay: Int64 = 0) {
        let due = now + guests.travellers[traveller].delay + delay
        if guests.travellers[traveller].received.send(answer, due: due) { schedule(.answers, of: traveller, at: due) }
    }

    /// Has something happen to a traveller, unless its connection is another one by then.
    mutating func schedule(_ part: TravellerEvent, of traveller: Int, at time: Int64) {
        let serial = guests.travellers[traveller].serial
        agenda.queue.schedule(.travel(traveller: Int16(traveller), part, serial: serial), at: time)
    }

    /// Ends a traveller's connection: what is on its way does not arrive.
    private mutating func cutLine(of traveller: Int) {
        guests.travellers[traveller].serial += 1
        guests.travellers[traveller].isAttached = false
        guests.travellers[traveller].waitsSince = nil
        guests.travellers[traveller].sent.cut()
        guests.travellers[traveller].received.cut()
    }
}
