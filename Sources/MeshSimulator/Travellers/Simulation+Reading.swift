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

    /// Sends a traveller what comes next, up to the end of the channel or of its window.
    mutating func advance(_ seat: Int) {
        let process = seats[seat].process
        let channel = processes[process].channels[0]
        let window = travellers[seats[seat].traveller].window
        guard let frames = processes[process].node.channels.frames(of: channel) else { return }
        while var replay = seats[seat].replay {
            let step = processes[process].node.advance(&replay, in: channel, upTo: frames.end, limit: window)
            seats[seat].replay = replay
            switch step {
            case .frames(let range):
                give(range, of: frames, to: seat)
                guard window < GossipNode.replayBytes else { continue }
                seats[seat].isResting = true
                let rest = now + Self.readingTime
                return schedule(.reading, of: seats[seat].traveller, at: rest)
            case .wait: return
            case .live:
                seats[seat].replay = nil
                seats[seat].cursor = frames.end
            case .overtaken: return close(seat)
            }
        }
        guard frames.holds(seats[seat].cursor) else { return close(seat) }
        while let stretch = processes[process].stretch(of: 0, behind: seats[seat].cursor) {
            if !stretch.isSilent { give(stretch.range, of: stretch.frames, to: seat) }
            seats[seat].cursor = stretch.range.upperBound
            guard frames.holds(seats[seat].cursor) else { return close(seat) }
        }
    }

    private mutating func give(_ range: Range<Int>, of frames: ByteLog, to seat: Int) {
        var messages: [Int] = []
        var reader = Reader(channel: 0, cursor: range.lowerBound)
        let (traveller, process) = (seats[seat].traveller, seats[seat].process)
        if !reader.read(frames, upTo: range.upperBound, ledger: ledger, into: &messages) {
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
        guard mayHaveLetGo else { return false }
        let entry = ledger.entries[message]
        let later = ledger.entries.reduce(0) { $0 + ($1.channel == entry.channel && $1.time > entry.time ? 1 : 0) }
        return later >= scenario.settings.retention.messages
    }

    /// Whether retention may have let go of anything.
    var mayHaveLetGo: Bool { ledger.entries.count > scenario.settings.retention.messages }

    /// The newest messages of the chat that a process holds, as the judge sees it: in the order of (time, ID), of
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
