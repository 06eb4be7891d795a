import Bytes
import Gossip

extension Simulation {
    /// A traveller that read slowly has read what it was sent.
    mutating func serve(_ traveller: Int) {
        let serial = guests.travellers[traveller].serial
        guard let seat = guests.seats.firstIndex(where: { $0.traveller == traveller && $0.serial == serial }) else {
            return
        }
        guests.seats[seat].isResting = false
        wake(guests.seats[seat].process)
    }

    /// Sends the live travellers of a process what they were not sent, as the shell does.
    mutating func fanOut(_ process: Int) {
        if processes[process].hasUntoldLosses() {
            for seat in guests.seats.indices
            where guests.seats[seat].process == process && guests.seats[seat].reading == nil {
                guests.seats[seat].reading = Reading(from: processes[process].place, hearsOfLosses: true)
            }
            processes[process].passLosses()
        }
        while let range = processes[process].nextFrames() {
            let before = processes[process].place
            processes[process].place.advance(to: range.upperBound)
            for seat in guests.seats.indices
            where guests.seats[seat].process == process && guests.seats[seat].reading == nil {
                // Its socket takes no more than its window: the rest it reads by itself.
                guard range.count <= guests.travellers[guests.seats[seat].traveller].window else {
                    guests.seats[seat].reading = Reading(from: before, hearsOfLosses: true)
                    continue
                }
                give(range, to: seat)
            }
        }
    }

    /// Sends a traveller what comes next, until it is live, or must wait, or has enough to read.
    mutating func advance(_ seat: Int) {
        let process = guests.seats[seat].process
        let channel = processes[process].channels[0]
        let window = guests.travellers[guests.seats[seat].traveller].window
        // From dice of its own: how it reads changes the luck of nobody.
        var dice = Dice(seed: scenario.seed &+ UInt64(now), stream: 650 + UInt64(guests.seats[seat].traveller))
        while var reading = guests.seats[seat].reading {
            let place = processes[process].place
            var looks = Looks(atMost: 1 + dice.below(Self.mostLooks))
            let step = processes[process].node.advance(
                &reading,
                in: channel,
                upTo: place,
                limit: window,
                looks: &looks
            )
            guests.seats[seat].reading = reading
            switch step {
            case nil: return pause(seat)
            case .frames(let range):
                let end = firstBoundary(in: range, after: window, of: process)
                let isGivenAgain = end < range.upperBound && guests.seats[seat].reading?.rewind(to: end) == true
                give(isGivenAgain ? range.lowerBound..<end : range, to: seat)
                guard window < GossipNode.replayBytes else { continue }
                return pause(seat)
            case .lost(let count, let end):
                guard scenario.travellerSabotage != .hideLosses else { continue }
                let upTo = scenario.travellerSabotage?.spoil(end) ?? end
                answer(.gap(count, upTo: upTo.map { [$0] } ?? []), to: guests.seats[seat].traveller)
            case .wait: return
            case .live(let permit):
                guard processes[process].place.admits(permit) else { return }
                guests.seats[seat].reading = nil
            case .overtaken: return close(seat)
            }
        }
    }

    /// How many records are looked at for a traveller at once, at most: so few that it often has to go on where it was.
    private static let mostLooks = 20

    /// Has a traveller read on in another turn.
    private mutating func pause(_ seat: Int) {
        guests.seats[seat].isResting = true
        schedule(.reading, of: guests.seats[seat].traveller, at: now + Self.readingTime)
    }

    /// Where the frame ends that a socket with so much room takes last.
    private func firstBoundary(in range: Range<Int>, after room: Int, of process: Int) -> Int {
        guard range.count > room,
            let frames = processes[process].node.channels.frames(of: processes[process].channels[0])
        else { return range.upperBound }
        if villains.areThere {
            let places = processes[process].node.messagePlaces(in: range, of: processes[process].channels[0])
            return places.first { $0.range.upperBound - range.lowerBound >= room }?.range.upperBound ?? range.upperBound
        }
        return frames.withBytes(from: range.lowerBound, to: range.upperBound) { bytes in
            var offset = 0
            while offset < room, let (_, size) = FrameText.read(bytes, at: offset) { offset += size }
            return range.lowerBound + offset
        }
    }

    private mutating func give(_ range: Range<Int>, to seat: Int) {
        var messages: [Int] = []
        var reader = Reader(channel: 0, cursor: range.lowerBound)
        let (traveller, process) = (guests.seats[seat].traveller, guests.seats[seat].process)
        guard guests.travellers[traveller].serial == guests.seats[seat].serial,
            let frames = processes[process].node.channels.frames(of: processes[process].channels[0])
        else { return }
        let foreign = foreignRanges(in: range, of: 0, at: process)
        if !reader.read(frames, upTo: range.upperBound, except: foreign, ledger: findings.ledger, into: &messages) {
            report(.forged(reader: guests.travellers[traveller].username))
        }
        for message in scenario.travellerSabotage?.spoil(messages) ?? messages {
            if let expected = guests.seats[seat].history.first {
                guests.seats[seat].history.removeFirst()
                let original = findings.ledger.entries[expected].original
                if original != findings.ledger.entries[message].original {
                    report(
                        .historyDiffers(
                            id: findings.ledger.name(of: message),
                            expected: findings.ledger.name(of: expected)
                        )
                    )
                    guests.seats[seat].history = []
                }
            }
            answer(.message(message, unheld: unheldCopies(of: message, at: process)), to: traveller)
        }
    }

    /// The other copies of a message that a process has not got, or may have let go.
    private func unheldCopies(of message: Int, at process: Int) -> [Int] {
        guard let letter = findings.ledger.entries[message].letter, findings.ledger.letters[letter].count > 1 else {
            return []
        }
        return findings.ledger.letters[letter].filter {
            $0 != message && (!processes[process].witnessed.stored.contains($0) || mayBeLetGo($0))
        }
    }

    /// Whether so many later messages were posted that retention may have let one go.
    func mayBeLetGo(_ message: Int) -> Bool {
        RetentionRule(scenario.settings.retention).mayHaveLetGo(message, of: findings.ledger)
    }

    /// Whether retention may have let go of anything.
    var mayHaveLetGo: Bool { RetentionRule(scenario.settings.retention).mayHaveLetGo(of: findings.ledger) }

    /// The newest messages of the chat that a process holds, as the judge sees it: in the order of (rank, ID), of
    /// several copies the earliest.
    func newestMessages(_ count: Int, at process: Int) -> [Int] {
        var earliest: [Int: Int] = [:]
        var originals: [Int] = []
        for message in findings.ledger.entries.indices
        where findings.ledger.entries[message].channel == 0 && processes[process].witnessed.stored.contains(message) {
            let original = findings.ledger.entries[message].original
            if let other = earliest[original] {
                if findings.ledger.isEarlier(message, other) { earliest[original] = message }
            } else {
                earliest[original] = message
                originals.append(original)
            }
        }
        return Array(originals.compactMap { earliest[$0] }.sorted(by: findings.ledger.isEarlier).suffix(count))
    }
}
