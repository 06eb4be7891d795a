import Bytes
import Gossip

extension Simulation {
    /// A traveller that read slowly has read what it was sent.
    mutating func serve(_ traveller: Int) {
        let serial = travellers[traveller].serial
        guard let seat = seats.firstIndex(where: { $0.traveller == traveller && $0.serial == serial }) else { return }
        seats[seat].isResting = false
        wake(seats[seat].process)
    }

    /// Sends the live travellers of a process what they were not sent, as the shell does.
    mutating func fanOut(_ process: Int) {
        if processes[process].hasUntoldLosses() {
            for seat in seats.indices where seats[seat].process == process && seats[seat].reading == nil {
                seats[seat].reading = Reading(from: processes[process].place, hearsOfLosses: true)
            }
            processes[process].passLosses()
        }
        while let range = processes[process].nextFrames() {
            let before = processes[process].place
            processes[process].place.advance(to: range.upperBound)
            for seat in seats.indices where seats[seat].process == process && seats[seat].reading == nil {
                // Its socket takes no more than its window: the rest it reads by itself.
                guard range.count <= travellers[seats[seat].traveller].window else {
                    seats[seat].reading = Reading(from: before, hearsOfLosses: true)
                    continue
                }
                give(range, to: seat)
            }
        }
    }

    /// Sends a traveller what comes next, until it is live, or must wait, or has enough to read.
    mutating func advance(_ seat: Int) {
        let process = seats[seat].process
        let channel = processes[process].channels[0]
        let window = travellers[seats[seat].traveller].window
        while var reading = seats[seat].reading {
            let place = processes[process].place
            let step = processes[process].node.advance(&reading, in: channel, upTo: place, limit: window)
            seats[seat].reading = reading
            switch step {
            case .frames(let range):
                let end = firstBoundary(in: range, after: window, of: process)
                let isGivenAgain = end < range.upperBound && seats[seat].reading?.rewind(to: end) == true
                give(isGivenAgain ? range.lowerBound..<end : range, to: seat)
                guard window < GossipNode.replayBytes else { continue }
                seats[seat].isResting = true
                let rest = now + Self.readingTime
                return schedule(.reading, of: seats[seat].traveller, at: rest)
            case .lost(let count):
                guard scenario.travellerSabotage != .hideLosses else { continue }
                answer(.gap(count), to: seats[seat].traveller)
            case .wait: return
            case .live(let permit):
                guard processes[process].place.admits(permit) else { return }
                seats[seat].reading = nil
            case .overtaken: return close(seat)
            }
        }
    }

    /// Where the frame ends that a socket with so much room takes last.
    private func firstBoundary(in range: Range<Int>, after room: Int, of process: Int) -> Int {
        guard range.count > room,
            let frames = processes[process].node.channels.frames(of: processes[process].channels[0])
        else { return range.upperBound }
        if hasHostiles {
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
        let (traveller, process) = (seats[seat].traveller, seats[seat].process)
        guard travellers[traveller].serial == seats[seat].serial,
            let frames = processes[process].node.channels.frames(of: processes[process].channels[0])
        else { return }
        let foreign = foreignRanges(in: range, of: 0, at: process)
        if !reader.read(frames, upTo: range.upperBound, except: foreign, ledger: ledger, into: &messages) {
            report(.forged(reader: travellers[traveller].username))
        }
        for message in scenario.travellerSabotage?.spoil(messages) ?? messages {
            if let expected = seats[seat].history.first {
                seats[seat].history.removeFirst()
                let original = ledger.entries[expected].original
                if original != ledger.entries[message].original {
                    report(.historyDiffers(id: ledger.name(of: message), expected: ledger.name(of: expected)))
                    seats[seat].history = []
                }
            }
            answer(.message(message, unheld: unheldCopies(of: message, at: process)), to: traveller)
        }
    }

    /// The other copies of a message that a process has not got, or may have let go.
    private func unheldCopies(of message: Int, at process: Int) -> [Int] {
        guard let letter = ledger.entries[message].letter, ledger.letters[letter].count > 1 else { return [] }
        return ledger.letters[letter].filter {
            $0 != message && (!processes[process].stored.contains($0) || mayBeLetGo($0))
        }
    }

    /// Whether so many later messages were posted that retention may have let one go.
    func mayBeLetGo(_ message: Int) -> Bool {
        RetentionRule(scenario.settings.retention).mayHaveLetGo(message, of: ledger)
    }

    /// Whether retention may have let go of anything.
    var mayHaveLetGo: Bool { RetentionRule(scenario.settings.retention).mayHaveLetGo(of: ledger) }

    /// The newest messages of the chat that a process holds, as the judge sees it: in the order of (rank, ID), of
    /// several copies the earliest.
    func newestMessages(_ count: Int, at process: Int) -> [Int] {
        var earliest: [Int: Int] = [:]
        var originals: [Int] = []
        for message in ledger.entries.indices
        where ledger.entries[message].channel == 0 && processes[process].stored.contains(message) {
            let original = ledger.entries[message].original
            if let other = earliest[original] {
                if ledger.isEarlier(message, other) { earliest[original] = message }
            } else {
                earliest[original] = message
                originals.append(original)
            }
        }
        return Array(originals.compactMap { earliest[$0] }.sorted(by: ledger.isEarlier).suffix(count))
    }
}
