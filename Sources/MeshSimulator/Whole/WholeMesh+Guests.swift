import Reactor

extension WholeMesh {
    /// Lets all guests come.
    mutating func startGuests() {
        for (guest, plan) in guests.plans.enumerated() {
            let network = startProcess(on: scenario.nodes + browsers.count + 1 + guest, for: .guest(guest))
            let seed = scenario.seed &+ UInt64(guest) << 32
            switch plan.kind {
            case .relay(let listening):
                guests.all.append(.relay(RelayClient(guest, listening, of: plan, on: network, seed: seed)))
                guard guest < scenario.crowd.guests.count else { break }
                let time = dice.pick(200_000_000...WholeScenario.firstAction)
                schedule(.open(node: -1, early: 0, serial: 0), of: guest, at: time)
            case .poster(let isKeyed):
                guests.all.append(.poster(RelayPoster(guest, keyed: isKeyed, of: plan, on: network)))
            case .program(let node): guests.all.append(.program(EmbeddingProgram(guest, in: node, of: plan)))
            case .stranger(let mischief):
                if mischief.isDeaf { narrow(scenario.nodes + browsers.count + 1 + guest) }
                if mischief == .flood { internet.countBytes(of: scenario.nodes + browsers.count + 1 + guest) }
                guests.all.append(.stranger(Stranger(guest, mischief, at: plan.path, on: network, seed: seed)))
            }
            for (number, deed) in plan.deeds.enumerated() { schedule(.deed(Int32(number)), of: guest, at: deed.time) }
        }
    }

    /// Something happens to a guest.
    mutating func handle(_ visit: WholeVisit, of guest: Int) {
        switch (visit, guests.all[guest]) {
        case (.deed, _) where isInQuietRefuge(guests.nodes[guest]): break
        case (.deed(let number), .relay(let client)): act(number, guest, client)
        case (.deed(let number), .program(let program)): act(number, guest, program)
        case (.deed(let number), .stranger(let stranger)):
            guard case .reload(let node, _) = guests.plans[guest].deeds[Int(number)].matter else { return }
            begin(guest, stranger, at: node)
        case (.step(let serial), .stranger(let stranger)):
            if stranger.serial == serial { goOn(guest, stranger) }
        case (.deed(let number), .poster(var poster)):
            guard case .post(let count, let bytes) = guests.plans[guest].deeds[Int(number)].matter else { return }
            poster.add(count, bytes: bytes)
            guests.all[guest] = .poster(poster)
            if poster.connection == nil { open(guest, poster) }
        case (.open(let node, let early, let serial), .relay(let client)):
            if client.serial == serial { open(guest, client, at: Int(node), early: Int(early)) }
        case (.open(_, _, let serial), .poster(let poster)):
            if poster.serial == serial, poster.connection == nil { open(guest, poster) }
        case (.unlessOpen(let serial), .relay(let client)):
            if client.serial == serial, client.connection?.isOpen != true { open(guest, client, at: -1, early: 0) }
        case (.unlessOpen(let serial), .poster(let poster)):
            if poster.serial == serial { finish(guest, poster) }
        case (.read, _):
            guests.isAboutToRead[guest] = false
            takeNews(of: guest)
        case (.open, _), (.unlessOpen, _), (.step, _): break
        }
    }

    /// A guest's sockets are ready: it reads, or does so in a while.
    mutating func wake(guest: Int) {
        guard case .relay(let client) = guests.all[guest], client.listening.pace != nil else {
            return takeNews(of: guest)
        }
        guard !guests.isAboutToRead[guest] else { return }
        guests.isAboutToRead[guest] = true
        schedule(.read, of: guest, at: internet.now + 10_000_000)
    }

    /// Nobody tells the guests of a host without power either.
    mutating func abandonGuests(of host: Int) {
        for (guest, client) in guests.all.enumerated() where guests.nodes[guest] == host {
            guard case .relay(let client) = client, client.serial > 0 else { continue }
            let time = internet.now + dice.pick(500_000_000...3_000_000_000)
            schedule(.open(node: -1, early: 0, serial: client.serial), of: guest, at: time)
        }
    }

    /// Has something happen to a guest.
    mutating func schedule(_ visit: WholeVisit, of guest: Int, at time: Int64) {
        queue.schedule(.visit(guest: Int32(guest), visit), at: time)
    }

    private mutating func takeNews(of guest: Int) {
        switch guests.all[guest] {
        case .relay(var client):
            let news = client.takeNews()
            guests.all[guest] = .relay(client)
            for news in news { handle(news, guest, client) }
            if client.listening.pace != nil, client.network.hasReady { wake(guest: guest) }
        case .poster(let poster):
            switch poster.takeNews().first {
            case .answer(let status, let body): handleAnswer(status, body, to: guest, poster)
            case .lost: finish(guest, poster)
            case .opened, .message, .closed, nil: break
            }
        case .stranger(let stranger):
            stranger.handleReady()
            judgeDoor(guest, stranger)
        case .program: break
        }
    }

    /// Tells who watches what a guest posts.
    mutating func note(_ messages: [RelayMessage], _ guest: Int, serial: UInt64) {
        let run = RelayJudge.RunName(host: guests.nodes[guest], run: guests.runs[guest])
        guests.judge.handlePosted(messages, on: guests.plans[guest].channel, at: run, serial: serial, internet.now)
    }

    /// A guest is told that what it posted is held.
    mutating func handleAnswered(_ answer: RelayAnswer, of guest: Int) {
        let plan = guests.plans[guest]
        let told = scenario.sabotage?.distort(answer, to: plan.kind) ?? answer
        guests.judge.handleAnswered(told, on: plan.channel)
    }

    /// Chooses a node for a guest, by chance if that is negative.
    mutating func choose(
        _ node: Int,
        for guest: Int,
        port: UInt16 = WholeScenario.httpPort
    ) -> SocketAddress {
        let node = chooseNode(node, insteadOf: guests.nodes[guest])
        guests.nodes[guest] = node
        guests.runs[guest] = hosts[node].runs
        return SimulatedInternet.address(of: node, port: port)
    }
}
