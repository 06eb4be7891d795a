import Bytes
import Gossip

extension Simulation {
    /// What the rooms of rascals begin with.
    static let lair = Array("lair".utf8)

    /// How many short things a rascal says at once.
    private static let floodSize = 200

    /// How often it takes turns between two rooms.
    private static let scatterSize = 150

    /// How many rooms it makes at once.
    private static let roomCount = 30

    /// A client does what it should not, if somebody is there to take it.
    mutating func misbehave(_ rascal: Int, at host: Int, _ trick: Trick) {
        guard let process = machines[host].process, machines[host].pauses == 0, processes[process].isReady,
            hostility(of: host) == nil
        else { return }
        // Whatever it does, it does the same when something else of the scenario is left out.
        var dice = Dice(seed: scenario.seed &+ UInt64(now), stream: 600 + UInt64(rascal))
        tell("rascal \(rascal) plays \(trick) at \(name(of: process))")
        findings.hash.fold(now, rascal)
        switch trick {
        case .positions: comeWithPosition(rascal, at: process, &dice)
        case .names: takeNames(at: process, &dice)
        case .theft: steal(rascal, at: process)
        case .flood: flood(rascal, at: process, &dice)
        case .giants:
            let size = min(frameBytes(of: host), Scenario.giantBytes)
            let frame = [UInt8](repeating: 0x78, count: size)
            post([frame], in: Self.lair + Array("\(rascal)".utf8), at: process)
        case .scatter: scatter(rascal, at: process)
        case .rooms:
            for number in 0..<Self.roomCount {
                let filler = (0..<252).map { _ in UInt8(0x61 + dice.below(3)) }
                post([Array("room \(number)".utf8)], in: Self.lair + filler, at: process)
            }
        }
        observe(process, from: nil)
        wake(process)
    }

    /// Comes with a position, gets a little, and stays where it is.
    private mutating func comeWithPosition(_ rascal: Int, at process: Int, _ dice: inout Dice) {
        let channel = processes[process].channels[dice.below(2)]
        villains.rascals[rascal].readings.removeAll { !processes[$0.process].isAlive }
        for held in villains.rascals[rascal].readings where held.process == process {
            _ = processes[process].node.isOvertaken(held.reading, in: held.channel)
        }
        let known = processes[process].node.position(in: channel).entries
        // What cannot be read closes a client.
        guard let position = Position(Self.position(known, hosts: scenario.hosts.map(\.name), &dice)) else { return }
        _ = processes[process].node.awaitedEntry(of: position)
        _ = processes[process].node.shortened(position, in: channel)
        var looks = Looks()
        var reading =
            dice.below(4) == 0
            ? processes[process].node.replay(
                history: dice.below(2) == 0 ? .max : 1,
                in: channel,
                looks: &looks
            ).reading
            : processes[process].node.replay(after: position, in: channel, looks: &looks).reading
        let end = processes[process].node.place(atEndOf: channel)
        for _ in 0..<dice.below(6) {
            looks = Looks(atMost: 1000)
            _ = processes[process].node.advance(&reading, in: channel, upTo: end, limit: 100, looks: &looks)
        }
        guard villains.rascals[rascal].readings.count < Rascal.readingLimit else { return }
        villains.rascals[rascal].readings.append((process, channel, reading))
    }

    /// A position that nobody can have.
    private static func position(_ known: [MessageID], hosts: [String], _ dice: inout Dice) -> String {
        let numbers: [UInt64] = [0, 1, 2, 1 << 31, 1 << 32, 1 << 48, (1 << 48) + 1, 1 << 53, 1 << 63, .max]
        let count = [1, 4, 60, 2500][dice.below(4)]
        var parts: [String] = []
        for place in 0..<count {
            var id: MessageID? = place < known.count ? known[place] : nil
            if id == nil || dice.below(2) == 0 {
                let name = dice.below(3) == 0 ? "nobody\(place)" : hosts[dice.below(hosts.count)]
                let epoch = dice.below(2) == 0 ? 1_700_000_000_000_000 + UInt64(place) : numbers[dice.below(10)]
                id = MessageID(node: name, epoch: epoch, sequence: 1)
            }
            if dice.below(2) == 0 { id?.sequence = numbers[dice.below(10)] &+ UInt64(dice.below(3)) &- 1 }
            if let id { parts.append(id.description) }
        }
        return parts.joined(separator: ",")
    }

    /// Comes and goes, many times in one turn.
    private mutating func takeNames(at process: Int, _ dice: inout Dice) {
        let moment = moment(of: process)
        for _ in 0..<20 {
            let name = dice.below(2) == 0 ? "rascal" : Scenario.usernames[dice.below(Scenario.usernames.count)]
            let session = UInt128(dice.next())
            let channel = processes[process].channels[0]
            guard let claim = processes[process].node.join(name, in: channel, session: session, at: moment) else {
                continue
            }
            processes[process].node.leave(claim, at: moment)
        }
        // As many connections of one client as a page makes that is loaded again and again.
        let (channel, session) = (processes[process].channels[0], UInt128(dice.next()))
        let claims = (0..<6).compactMap { _ in
            processes[process].node.join("rascal", in: channel, session: session, at: moment)
        }
        for claim in claims { processes[process].node.leave(claim, at: moment) }
    }

    /// Claims the names of travellers who are here, and says something under the keys that they used.
    private mutating func steal(_ rascal: Int, at process: Int) {
        let moment = moment(of: process)
        let channel = processes[process].channels[0]
        for traveller in Set(guests.seats.filter { $0.process == process }.map(\.traveller)).sorted() {
            let isTold = scenario.sabotage == .tellSecrets
            let session = isTold ? guests.travellers[traveller].session : UInt128(9000 + rascal)
            let name = guests.travellers[traveller].username
            guard let claim = processes[process].node.join(name, in: channel, session: session, at: moment) else {
                continue
            }
            report(.nameHeldTwice(name: name))
            processes[process].node.leave(claim, at: moment)
        }
        guard let letter = findings.ledger.letters.indices.last, villains.rascals[rascal].keys.insert(letter).inserted
        else {
            return
        }
        let author = scenario.sabotage == .tellSecrets ? guests.travellers[0].username : "rascal \(rascal)"
        let key = MessageKey("\(letter)", by: author)
        let frame = FrameText.frame(of: findings.ledger.entries.count, size: 40)
        let result = processes[process].node.post(in: channel, key: key, at: moment) { _ in frame }
        guard case .posted(let stamp) = result else {
            return report(.repeated(id: result.stamp.id.description, reader: "rascal \(rascal)"))
        }
        if let violation = findings.ledger.post(stamp, channel: 0, size: frame.count, at: now, by: process) {
            report(violation)
        }
    }

    /// Says many short things.
    private mutating func flood(_ rascal: Int, at process: Int, _ dice: inout Dice) {
        let frames = (0..<Self.floodSize).map { _ in [UInt8(0x61 + dice.below(26))] }
        post(frames, in: Self.lair + Array("\(rascal)".utf8), at: process)
    }

    /// Says something in a room of its own and in another one by turns.
    private mutating func scatter(_ rascal: Int, at process: Int) {
        let name = Self.lair + Array("\(rascal)".utf8)
        for number in 0..<Self.scatterSize {
            post([[0x61]], in: name, at: process)
            post([[0x62]], in: name + Array(" \(number)".utf8), at: process)
        }
    }

    /// Says things in a room that nobody else is in, and leaves it.
    private mutating func post(_ frames: [[UInt8]], in name: [UInt8], at process: Int) {
        let room = processes[process].node.openChannel(.relay, named: name)
        let moment = moment(of: process)
        for frame in frames { _ = processes[process].node.post(frame.span, Span(), in: room, at: moment) }
        processes[process].node.closeChannel(room)
        findings.ledger.noteUnread(frames.count)
    }

    /// A hash of what a process holds in the rooms of villains.rascals.
    func lairTranscript(of process: Int) -> UInt64 {
        processes[process].node.channels.reduce(0) { sum, channel in
            guard let channel, channel.kind == .relay, channel.name.starts(with: Self.lair) else { return sum }
            return sum &+ channel.transcript
        }
    }
}
