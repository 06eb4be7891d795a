import Bytes
import Gossip

extension Simulation {
    /// The bytes of frames that cost a node nothing to store: the header of a relay's message.
    private static let relayHeader = FrameText.shortest

    /// Somebody outside does something.
    mutating func act(_ kind: Action.Kind) {
        switch kind {
        case .attach(let client, let host, let username): attach(client, to: host, as: username)
        case .detach(let client): detach(client)
        case .post(let client, let size): post(by: client, size: size)
        case .hop(let traveller, let host, let isSilent, let forgets):
            hop(traveller, to: host, isSilent: isSilent, forgets: forgets)
        case .rest(let traveller, let pause): rest(traveller, for: pause)
        case .say(let traveller, let size): say(traveller, size: size)
        case .misbehave(let rascal, let host, let trick): misbehave(rascal, at: host, trick)
        }
    }

    /// A client comes, if somebody is there to take it and its name is free.
    private mutating func attach(_ client: Int, to host: Int, as username: String?) {
        detach(client)
        guard guests.clients[client] == nil, let process = machines[host].process, machines[host].pauses == 0,
            processes[process].isReady, hostility(of: host) == nil
        else { return }
        let channel = username == nil ? 1 : 0
        let number = processes[process].channels[channel]
        var claim: Claim?
        if let username {
            claim = processes[process].node.join(username, in: number, at: moment(of: process))
            guard claim != nil else { return }
        }
        let cursor = processes[process].node.channels[number]?.frames.end ?? 0
        // A client that is told to replay breaks a promise, so that a test can see it noticed.
        let place = scenario.sabotage == .replay ? processes[process].node.channels[number]?.frames.start : nil
        guests.clients[client] = Client(
            process: process,
            reader: Reader(channel: channel, cursor: place ?? cursor),
            before: processes[process].witnessed.observers[channel].got.seen,
            username: username,
            claim: claim
        )
        findings.hash.fold(now, client)
        tell("client \(client) comes to \(name(of: process)) as \(username ?? "nobody")")
        wake(process)
    }

    /// A client goes, if its node runs and so can notice.
    private mutating func detach(_ client: Int) {
        guard let process = guests.clients[client]?.process, machines[processes[process].host].pauses == 0 else {
            return
        }
        if let claim = guests.clients[client]?.claim {
            processes[process].node.leave(claim, at: moment(of: process))
            wake(process)
        }
        tell("client \(client) leaves \(name(of: process))")
        guests.clients[client] = nil
    }

    /// A client's name turned out to be somebody else's.
    mutating func loseClaim(_ claim: Claim, of process: Int) {
        for client in guests.clients.indices
        where guests.clients[client]?.process == process && guests.clients[client]?.claim == claim {
            findings.hash.fold(now, client)
            detach(client)
        }
    }

    private mutating func post(by client: Int, size: Int) {
        guard let process = guests.clients[client]?.process, let channel = guests.clients[client]?.reader.channel,
            machines[processes[process].host].pauses == 0
        else { return }
        let number = processes[process].channels[channel]
        let message = findings.ledger.entries.count
        let frame = FrameText.frame(of: message, size: size)
        let moment = moment(of: process)
        let stamp: Stamp
        if channel == 0 {
            stamp = processes[process].node.post(in: number, at: moment) { _ in frame }
        } else {
            let span = frame.span
            stamp = processes[process].node.post(
                span.extracting(0..<Self.relayHeader),
                span.extracting(Self.relayHeader..<span.count),
                in: number,
                at: moment
            )
        }
        judgeTime(of: stamp, at: process)
        let noted = scenario.sabotage?.spoil(nameIn: stamp) ?? stamp
        if let violation = findings.ledger.post(noted, channel: channel, size: frame.count, at: now, by: process) {
            report(violation)
        }
        tell("client \(client) posts \(stamp.id)")
        findings.hash.fold(stamp.id.sequence, UInt64(bitPattern: stamp.time))
        if scenario.isMeasured { findings.figures.notePost(at: now, machines: machines.count) }
        observe(process, from: nil)
        wake(process)
    }

    /// Keeps a broken promise, unless there are enough already.
    mutating func report(_ violation: Violation) {
        if findings.violations.count < Self.violationLimit { findings.violations.append(violation) }
    }

    /// How many broken promises are kept: the first few tell the story.
    static var violationLimit: Int { 16 }
}
