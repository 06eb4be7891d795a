import ChannelProtocol
import Reactor
import WebSocket

/// Clients of relay channels, with the channel protocol and without.
extension WholeMesh {
    /// A relay client does something.
    mutating func act(_ number: Int32, _ guest: Int, _ client: RelayClient) {
        var client = client
        switch guests.plans[guest].deeds[Int(number)].matter {
        case .post(let count, let bytes):
            let messages = client.post(count, bytes: bytes)
            guests.all[guest] = .relay(client)
            note(messages, guest, serial: client.serial)
            guard scenario.sabotage == .echo, !client.listening.echoes else { return }
            for message in messages {
                let hearing = RelayHearing(type: message.type, bytes: message.bytes)
                guests.judge.hear(hearing, guest, on: guests.plans[guest].channel)
            }
        case .reload(let node, let early):
            open(guest, client, at: node, early: early)
        }
    }

    /// A relay client goes to a node, by chance if that is negative.
    mutating func open(_ guest: Int, _ client: RelayClient, at node: Int, early: Int) {
        var client = client
        // Who goes on where it was is the same listener on its next connection.
        if client.program == nil { guests.judge.handleGone(guest, from: guests.plans[guest].channel) }
        let address = choose(node, for: guest)
        let run = RelayJudge.RunName(host: guests.nodes[guest], run: guests.runs[guest])
        guests.judge.handleAsked(guest, on: guests.plans[guest].channel, at: run)
        let messages = client.open(address, early: early)
        guests.all[guest] = .relay(client)
        note(messages, guest, serial: client.serial)
        let isBegun = client.connection != nil
        let visit: WholeVisit =
            isBegun ? .unlessOpen(serial: client.serial) : .open(node: -1, early: 0, serial: client.serial)
        schedule(visit, of: guest, at: internet.now + (isBegun ? 2_000_000_000 : 200_000_000))
    }

    /// Something came for a relay client.
    mutating func handle(_ news: BrowserConnection.News, _ guest: Int, _ client: RelayClient) {
        let channel = guests.plans[guest].channel
        switch news {
        case .answer(let status, _): judgeAnswer(status, to: "guest\(guest)")
        case .opened:
            if isKeptOut { return open(guest, client, at: -1, early: 0) }
            let host = guests.nodes[guest]
            // Of one that has started again meanwhile nobody knows which run took the connection in.
            let run = hosts[host].runs == guests.runs[guest] ? hosts[host].runs : -Int32(client.serial)
            guests.runs[guest] = run
            guests.judge.handleOpened(
                RelayJudge.Listener(
                    guest: guest,
                    serial: client.serial,
                    echoes: client.listening.echoes,
                    goesOn: client.goesOn,
                    history: RelayJudge.History(count: client.goesOn ? nil : client.listening.history ?? 0)
                ),
                on: channel,
                at: RelayJudge.RunName(host: host, run: run),
                internet.now
            )
            sabotage(guest, client)
        case .message(let type, let bytes): hear(type, bytes, guest, on: channel)
        case .closed(let code, let reason):
            noteLetGo(guest, client)
            noteEnd("guest\(guest)", code, reason, on: guests.nodes[guest])
            guard code != 1001, code != 1013 || !mayHaveLetGo(ofMost: guests.judge.sendCount(on: channel)),
                !isExcused(code, guests.nodes[guest], guests.runs[guest])
            else { return }
            judge.object(.refused(reader: "guest\(guest)", reason: reason))
        case .lost:
            noteLetGo(guest, client)
            if guests.judge.isListening(guest, serial: client.serial, on: channel) { noteCut(guest: guest) }
            // Who goes on where it was is the same listener on its next connection.
            if client.program == nil { guests.judge.handleGone(guest, from: channel) }
            let early = internet.now < scenario.quietAt ? Int32(dice.below(3)) : 0
            let visit = WholeVisit.open(node: -1, early: early, serial: client.serial)
            schedule(visit, of: guest, at: internet.now + dice.pick(50_000_000...500_000_000))
        }
    }

    /// A guest hears a message, or is told something else in the channel protocol.
    private mutating func hear(_ type: MessageType, _ bytes: [UInt8], _ guest: Int, on channel: String) {
        guard case .relay(var client) = guests.all[guest] else { return }
        let events = scenario.sabotage?.distort(event: bytes) ?? [bytes]
        let news = events.map { client.read(type, $0) }
        guests.all[guest] = .relay(client)
        for news in news { handle(news, guest, on: channel) }
    }

    private mutating func handle(_ news: RelayProgram.News, _ guest: Int, on channel: String) {
        switch news {
        case .message(let hearing):
            let (heard, isSlow) = (guests.judge.hearings, guests.plans[guest].pace != nil)
            if scenario.sabotage == .withholdPast, guests.judge.isPast(hearing, guest, on: channel) { return }
            for hearing in scenario.sabotage?.distort(hearing, heard: heard, isSlow: isSlow) ?? [hearing] {
                guests.judge.hear(hearing, guest, on: channel)
            }
            offerToThieves(hearing, heardBy: guest, on: channel)
        case .refused: handleRefusal(of: guest)
        case .gap(let count): handleGap(count, guest, on: channel)
        case .toldAgain(let end): guests.judge.object(.toldAgain(end: end, reader: "guest\(guest)"))
        case .repeated(let id): guests.judge.object(.repeated(message: id, reader: "guest\(guest)"))
        case .acknowledged(let answers):
            for answer in answers { handleAnswered(answer, of: guest) }
        case .answeredWrongly(let key):
            guests.judge.object(.answeredWrongly(key: key, reader: "guest\(guest)"))
        case .early: guests.judge.object(.early(reader: "guest\(guest)"))
        case .nothing: break
        case .nonsense(let what): guests.judge.object(.forged(message: what, reader: "guest\(guest)"))
        }
    }

    /// Whether nobody gets in any more.
    private var isKeptOut: Bool { scenario.sabotage == .keepOut && internet.now >= scenario.quietAt }

    /// Lets a client go, or blames a disk that has nothing, when somebody is to object to that.
    private mutating func sabotage(_ guest: Int, _ client: RelayClient) {
        guard client.serial == 1 else { return }
        switch (scenario.sabotage, client.program) {
        case (.cutReader, nil), (.cutProgram, .some): handle(.lost, guest, client)
        case (.refuseOddly, _): handle(.answer(status: 403, body: []), guest, client)
        case (.overtakeEarly, _):
            handle(.closed(code: CloseCode.tryAgainLater, reason: "Too slow"), guest, client)
        case (.blameDisk, _)
        where !hosts[guests.nodes[guest]].disease.refusesToWrite(in: guests.runs[guest]):
            handle(.closed(code: 1011, reason: Reason.cannotWrite), guest, client)
        default: break
        }
    }
}
