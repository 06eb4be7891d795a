import Bytes

extension GossipNode {
    /// How many origins one frame of the clock tells of.
    static let clockBatch = 512

    /// Writes the next part of our clock: floor and head of every origin.
    mutating func produceClock(for number: Int, into output: inout [UInt8], limit: Int) {
        while let first = links[number].clockCursor, output.count < limit {
            let last = min(first + Self.clockBatch, origins.origins.count)
            links[number].statistics.sentControlFrames += 1
            let frame = Framing.begin(.clock, in: &output)
            output.append(last == origins.origins.count ? 1 : 0)
            for origin in first..<last where origins[origin].log.head > 0 {
                appendOrigin(origin, to: &output)
                output.append(varint: origins[origin].log.floor)
                output.append(varint: origins[origin].log.head)
            }
            Framing.end(frame, in: &output)
            links[number].clockCursor = last == origins.origins.count ? nil : last
        }
    }

    /// Takes a part of the peer's clock; what it has and we lack is asked for.
    mutating func handleClock(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        let isLast = try cursor.byte(in: body) != 0
        while cursor.offset < body.count {
            let origin = try originNumber(in: body, at: &cursor)
            let floor = try cursor.sequence(in: body)
            noteHead(try cursor.sequence(in: body), of: origin, on: number)
            links[number].logs[origin].floor = floor
            pursue(origin, isOverdue: false, at: now)
        }
        if isLast { links[number].hasClock = true }
    }

    /// Writes the heads that the peer waits for.
    private mutating func produceConfirmations(for number: Int, into output: inout [UInt8]) {
        let confirmed = links[number].confirmations
        guard !confirmed.isEmpty else { return }
        links[number].confirmations.removeAll(keepingCapacity: true)
        links[number].statistics.sentControlFrames += 1
        let frame = Framing.begin(.heads, in: &output)
        for origin in confirmed {
            appendOrigin(origin, to: &output)
            output.append(varint: origins[origin].log.head)
        }
        Framing.end(frame, in: &output)
    }

    /// Writes what we ask the peer for.
    mutating func produceQuestions(for number: Int, into output: inout [UInt8]) {
        produceConfirmations(for: number, into: &output)
        let (asks, prunes, grafts) = (links[number].asks, links[number].prunes, links[number].grafts)
        if !asks.isEmpty {
            links[number].asks.removeAll(keepingCapacity: true)
            links[number].statistics.sentControlFrames += 1
            let frame = Framing.begin(.ask, in: &output)
            for ask in asks {
                appendOrigin(ask.origin, to: &output)
                output.append(varint: ask.lower)
                output.append(varint: ask.upper)
                output.append(varint: origins[ask.origin].stateSequence)
            }
            Framing.end(frame, in: &output)
        }
        if !prunes.isEmpty {
            links[number].prunes.removeAll(keepingCapacity: true)
            for origin in prunes { links[number].logs[origin].isPruneQueued = false }
            // What was grafted again since is not pruned after all.
            let stillPruned = prunes.filter { links[number].logs[$0].isPruned }
            links[number].statistics.sentControlFrames += 1
            let frame = Framing.begin(.prune, in: &output)
            for origin in stillPruned { appendOrigin(origin, to: &output) }
            Framing.end(frame, in: &output)
        }
        if !grafts.isEmpty {
            links[number].grafts.removeAll(keepingCapacity: true)
            for origin in grafts { links[number].logs[origin].isGraftQueued = false }
            links[number].statistics.sentControlFrames += 1
            let frame = Framing.begin(.graft, in: &output)
            for origin in grafts {
                appendOrigin(origin, to: &output)
                output.append(varint: origins[origin].log.head)
                output.append(varint: origins[origin].stateSequence)
            }
            Framing.end(frame, in: &output)
        }
    }
}
