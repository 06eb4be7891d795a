import Bytes

extension GossipNode {
    /// Whether a link has something to send now.
    public func hasOutput(_ number: Int, at now: Moment) -> Bool {
        if !links[number].control.isEmpty { return true }
        guard links[number].phase == .open else { return false }
        return links[number].hasNews(at: now) || links[number].cursor < arrivals.end
    }

    /// Writes what a link has to send: control first, then what just arrived, then answers.
    ///
    /// A link whose socket is full is simply not asked; what it would have sent stays in the logs.
    ///
    /// - Parameters:
    ///   - number: The link.
    ///   - output: Where to append whole frames.
    ///   - limit: About how much, in bytes; one frame more may be written.
    ///   - now: The time.
    public mutating func produce(for number: Int, into output: inout [UInt8], limit: Int, at now: Moment) {
        guard links[number].phase != .free else { return }
        let start = output.count
        if !links[number].control.isEmpty {
            output.append(contentsOf: links[number].control)
            links[number].control = []
        }
        if links[number].phase == .open {
            produceClock(for: number, into: &output, limit: start + limit)
            produceQuestions(for: number, into: &output)
            produceArrivals(for: number, into: &output, limit: start + limit, at: now)
            if links[number].isAnnouncementDue || links[number].announceAt <= now.monotonic {
                produceHeads(for: number, into: &output)
            }
            while !links[number].answers.isEmpty, output.count < start + limit {
                produceAnswer(for: number, into: &output, limit: settings.limits.answerPieceBytes)
            }
        }
        links[number].statistics.sentBytes += output.count - start
    }

    /// Writes what has arrived since the link last looked: entries where it is eager, a note where it is lazy.
    private mutating func produceArrivals(for number: Int, into output: inout [UInt8], limit: Int, at now: Moment) {
        if links[number].cursor < arrivals.start { skipArrivals(of: number, at: now) }
        while links[number].cursor < arrivals.end, output.count < limit {
            let arrival = arrivals[links[number].cursor]
            if isEager(arrival, on: number) {
                produceRun(from: arrival, on: number, into: &output, limit: limit)
            } else {
                links[number].cursor += 1
                noteUnannounced(arrival, on: number, at: now)
            }
        }
    }

    /// Whether an entry is to be sent: the peer neither has it nor asked for heads only, and it is still held.
    private mutating func isEager(_ arrival: Arrival, on number: Int) -> Bool {
        guard arrival.link != links[number].serial else { return false }
        guard peerLogs[arrival.origin, number].head < arrival.sequence, !trees.isLazy(arrival.origin, on: number)
        else { return false }
        if case .gap = origins[arrival.origin].log.piece(at: arrival.sequence) { return false }
        return true
    }

    /// Writes entries of one origin that arrived in a row as one frame.
    private mutating func produceRun(from first: Arrival, on number: Int, into output: inout [UInt8], limit: Int) {
        let frame = Framing.begin(.entries, in: &output)
        appendOrigin(first.origin, to: &output)
        output.append(first.isLive ? EntriesFlag.live : 0)
        output.append(varint: first.sequence)
        var next = first
        var count = 0
        repeat {
            count += 1
            _ = appendPiece(at: next.sequence, of: first.origin, on: number, to: &output)
            peerLogs[first.origin, number].head = next.sequence
            links[number].cursor += 1
            guard links[number].cursor < arrivals.end, output.count < limit, count < EntriesFrame.weightLimit / 2,
                output.count - frame < settings.limits.answerPieceBytes
            else { break }
            let following = arrivals[links[number].cursor]
            guard following.origin == first.origin, following.sequence == next.sequence + 1,
                following.isLive == first.isLive
            else { break }
            next = following
        } while isEager(next, on: number)
        Framing.end(frame, in: &output)
    }

    /// Puts an origin on the list of those whose head the peer is to hear of.
    private mutating func noteUnannounced(_ arrival: Arrival, on number: Int, at now: Moment) {
        let log = peerLogs[arrival.origin, number]
        guard log.head < arrival.sequence, !log.isUnannounced, arrival.link != links[number].serial else { return }
        peerLogs[arrival.origin, number].isUnannounced = true
        links[number].unannounced.append(arrival.origin)
        links[number].announceAt = min(links[number].announceAt, now.monotonic + settings.announcementDelay)
    }

    /// Lets a link that fell too far behind go on from the end; the peer hears of the heads, and asks.
    private mutating func skipArrivals(of number: Int, at now: Moment) {
        mark(.linkSkippedAhead)
        links[number].cursor = arrivals.end
        links[number].unannounced = origins.numbers.filter {
            !origins[$0].log.isBarred && peerLogs[$0, number].head < origins[$0].log.head
        }
        for origin in links[number].unannounced { peerLogs[origin, number].isUnannounced = true }
        links[number].announceAt = now.monotonic
    }

    /// Writes the heads that the peer has not heard of from us or told us.
    private mutating func produceHeads(for number: Int, into output: inout [UInt8]) {
        links[number].announceAt = .max
        links[number].isAnnouncementDue = false
        var told: [Int] = []
        swap(&told, &links[number].unannounced)
        for origin in told { peerLogs[origin, number].isUnannounced = false }
        // The peer may have told us meanwhile that it has them.
        told.removeAll { peerLogs[$0, number].head >= origins[$0].log.head }
        for origins in told.frames {
            let frame = beginNotes(.heads, for: number, in: &output)
            for origin in origins { appendHead(of: origin, to: &output) }
            Framing.end(frame, in: &output)
        }
    }

    /// Forgets the arrivals that every open link is past, and those that a slow one is too far behind.
    mutating func trimArrivals() {
        var oldest = arrivals.end
        for number in links.indices where links[number].phase == .open { oldest = min(oldest, links[number].cursor) }
        logs.trimArrivals(below: oldest)
    }
}
