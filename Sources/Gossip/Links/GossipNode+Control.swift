import Bytes

extension GossipNode {
    /// Writes the next part of our clock: floor and head of every origin.
    mutating func produceClock(for number: Int, into output: inout [UInt8], limit: Int) {
        while let first = links[number].clockCursor, output.count < limit {
            let last = min(first + settings.limits.clockBatch, origins.origins.count)
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
            origins.peerLogs[origin, number].floor = floor
            pursue(origin, isOverdue: false, at: now)
        }
        if isLast { links[number].hasClock = true }
    }

    /// Writes the heads that the peer waits for.
    private mutating func produceConfirmations(for number: Int, into output: inout [UInt8]) {
        guard !links[number].confirmations.isEmpty else { return }
        let confirmed = links[number].confirmations
        links[number].confirmations = []
        links[number].statistics.sentControlFrames += 1
        let frame = Framing.begin(.heads, in: &output)
        for origin in confirmed {
            appendOrigin(origin, to: &output)
            output.append(varint: origins[origin].log.head)
        }
        Framing.end(frame, in: &output)
    }

    /// Writes what we ask the peer for, and what it is to send or not to send from now on.
    mutating func produceQuestions(for number: Int, into output: inout [UInt8]) {
        produceConfirmations(for: number, into: &output)
        produceAsks(for: number, into: &output)
        producePrunes(for: number, into: &output)
        produceGrafts(for: number, into: &output)
    }

    private mutating func produceAsks(for number: Int, into output: inout [UInt8]) {
        guard !links[number].asks.isEmpty else { return }
        let asks = links[number].asks
        links[number].asks = []
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

    private mutating func producePrunes(for number: Int, into output: inout [UInt8]) {
        guard !links[number].prunes.isEmpty else { return }
        let prunes = links[number].prunes
        links[number].prunes = []
        links[number].statistics.sentControlFrames += 1
        let frame = Framing.begin(.prune, in: &output)
        for origin in prunes {
            origins.peerLogs[origin, number].isPruneQueued = false
            // What was grafted again since is not pruned after all.
            if origins.peerLogs[origin, number].isPruned { appendOrigin(origin, to: &output) }
        }
        Framing.end(frame, in: &output)
    }

    private mutating func produceGrafts(for number: Int, into output: inout [UInt8]) {
        guard !links[number].grafts.isEmpty else { return }
        let grafts = links[number].grafts
        links[number].grafts = []
        links[number].statistics.sentControlFrames += 1
        let frame = Framing.begin(.graft, in: &output)
        for origin in grafts {
            origins.peerLogs[origin, number].isGraftQueued = false
            appendOrigin(origin, to: &output)
            output.append(varint: origins[origin].log.head)
            output.append(varint: origins[origin].stateSequence)
        }
        Framing.end(frame, in: &output)
    }
}
