import Bytes

extension GossipNode {
    /// Whether a link has something to send now.
    public func hasOutput(_ number: Int, at now: Moment) -> Bool {
        if !links[number].outbox.control.isEmpty { return true }
        guard links[number].isUp else { return false }
        return links[number].hasNews(at: now) || links[number].cursor.next < arrivals.end
    }

    /// Writes what a link has to send: control first, then what just arrived, then answers.
    ///
    /// A link whose socket is full is simply not asked; what it would have sent stays in the logs.
    ///
    /// - Parameters:
    ///   - number: The link.
    ///   - output: Where to append whole frames.
    ///   - limit: About how much, in bytes. Of entries that are as long as the one before them no more is written, so that
    ///     they fill a datagram; one longer one, or an answer, may be.
    ///   - now: The time.
    public mutating func produce(for number: Int, into output: inout [UInt8], limit: Int, at now: Moment) {
        defer { checkInDebugBuilds(.links) }
        guard !links[number].isFree else { return }
        let start = output.count
        links[number].outbox.takeControl(into: &output)
        if links[number].isUp {
            produceClock(for: number, into: &output, limit: start + limit)
            produceQuestions(for: number, into: &output)
            produceArrivals(for: number, into: &output, limit: start + limit, at: now)
            if links[number].cursor.isAnnouncementDue(at: now) { produceHeads(for: number, into: &output) }
            while links[number].outbox.hasAnswer, output.count < start + limit {
                produceAnswer(for: number, into: &output, limit: settings.limits.answerPieceBytes)
            }
        }
        links[number].statistics.countSent(bytes: output.count - start)
    }

    /// Writes what has arrived since the link last looked: entries where it is eager, a note where it is lazy.
    private mutating func produceArrivals(for number: Int, into output: inout [UInt8], limit: Int, at now: Moment) {
        if links[number].cursor.next < arrivals.start { skipArrivals(of: number, at: now) }
        var length = 0
        while links[number].cursor.next < arrivals.end, output.count + length < limit {
            let arrival = arrivals[links[number].cursor.next]
            if isEager(arrival, on: number) {
                length = produceRun(from: arrival, on: number, into: &output, limit: limit)
            } else {
                links[number].cursor.advance()
                noteUnannounced(arrival, on: number, at: now)
            }
        }
    }

    /// Whether an entry is to be sent: the peer neither has it nor asked for heads only, and it is still held.
    private mutating func isEager(_ arrival: Arrival, on number: Int) -> Bool {
        guard arrival.link != links[number].serial else { return false }
        guard links[number, origin: arrival.origin].head < arrival.sequence, !trees.isLazy(arrival.origin, on: number)
        else { return false }
        if case .gap = origins[arrival.origin].log.piece(at: arrival.sequence) { return false }
        return true
    }

    /// Writes entries of one origin that arrived in a row as one frame.
    ///
    /// - Returns: How long the last of them is, in bytes; the next is likely to be as long.
    private mutating func produceRun(
        from first: Arrival,
        on number: Int,
        into output: inout [UInt8],
        limit: Int
    ) -> Int {
        let frame = Framing.begin(.entries, in: &output)
        let flags = first.isLive ? EntriesFlag.live : 0
        appendEntriesHead(of: first.origin, flags: flags, from: first.sequence, to: &output)
        var next: Arrival? = first
        var (count, length) = (0, 0)
        while let arrival = next {
            count += 1
            let start = output.count
            _ = appendPiece(at: arrival.sequence, of: first.origin, on: number, to: &output)
            links[number, origin: first.origin].note(head: arrival.sequence)
            links[number].cursor.advance()
            length = output.count - start
            let hasRoom =
                output.count + length < limit && count < EntriesFrame.weightLimit / 2
                && output.count - frame < settings.limits.answerPieceBytes
            next = hasRoom ? follower(of: arrival, on: number) : nil
        }
        settings.dialect.appendNote(to: &output)
        Framing.end(frame, in: &output)
        return length
    }

    /// The entry that arrived right behind another one of the same origin and in the same way, if it is to be sent as well.
    private mutating func follower(of arrival: Arrival, on number: Int) -> Arrival? {
        guard links[number].cursor.next < arrivals.end else { return nil }
        let next = arrivals[links[number].cursor.next]
        guard next.origin == arrival.origin, next.sequence == arrival.sequence + 1, next.isLive == arrival.isLive,
            isEager(next, on: number)
        else { return nil }
        return next
    }

    /// Puts an origin on the list of those whose head the peer is to hear of.
    private mutating func noteUnannounced(_ arrival: Arrival, on number: Int, at now: Moment) {
        let log = links[number, origin: arrival.origin]
        guard log.head < arrival.sequence, !log.isUnannounced, arrival.link != links[number].serial else { return }
        links[number, origin: arrival.origin].announce()
        links[number].cursor.announce(arrival.origin, by: now.monotonic + settings.announcementDelay)
    }

    /// Lets a link that fell too far behind go on from the end; the peer hears of the heads, and asks.
    private mutating func skipArrivals(of number: Int, at now: Moment) {
        mark(.linkSkippedAhead)
        let unannounced = origins.numbers.filter {
            let log = links[number, origin: $0]
            return !origins[$0].log.isBarred && log.head < origins[$0].log.head && !log.isUnannounced
        }
        for origin in unannounced { links[number, origin: origin].announce() }
        links[number].cursor.skip(to: arrivals.end, announcing: unannounced, at: now)
    }

    /// Writes the heads that the peer has not heard of from us or told us.
    private mutating func produceHeads(for number: Int, into output: inout [UInt8]) {
        var told = links[number].cursor.takeUnannounced()
        for origin in told { links[number, origin: origin].noteAnnounced() }
        // The peer may have told us meanwhile that it has them.
        told.removeAll { links[number, origin: $0].head >= origins[$0].log.head }
        for origins in told.frames {
            let frame = beginNotes(.heads, for: number, in: &output)
            for origin in origins { appendHead(of: origin, to: &output) }
            Framing.end(frame, in: &output)
        }
    }

    /// Forgets the arrivals that every open link is past, and those that a slow one is too far behind.
    mutating func trimArrivals() {
        var oldest = arrivals.end
        for number in links.indices where links[number].isUp { oldest = min(oldest, links[number].cursor.next) }
        logs.trimArrivals(below: oldest)
    }
}
