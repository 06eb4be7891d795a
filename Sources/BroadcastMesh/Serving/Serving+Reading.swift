import Bytes
import Gossip
import Reactor

extension Serving {
    /// Sends a client that is not live the next part of its channel.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: How far it may read; without one, as far as the live ones of its channel are.
    ///   - left: How much is left of its portion, in bytes; what is looked at for it is taken off as well.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    /// - Returns: Whether to go on: `false` when it is live, must wait, goes on in its turn, or its socket is full.
    mutating func readOn(
        _ client: Client,
        upTo place: AudiencePlace?,
        _ left: inout Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Bool {
        guard let seat = client.seat else { return false }
        let (channel, audience) = (Int(seat.channel), Int(seat.audience))
        let place = place ?? audiences[audience].place
        let limit = audiences[audience].form == .events ? Rendition.replayBytes : GossipNode.replayBytes
        var looks = Looks(atMost: Self.looksPerStep)
        let result = client.seat?.withReading { reading in
            let step = gossip.advance(&reading, in: channel, upTo: place, limit: limit, looks: &looks)
            return (step: step, unsettledBytes: reading.unsettledBytes)
        }
        guard let (step, unsettledBytes) = result else { return false }
        attendance.unsettled.note(client.reference.slot, bytes: unsettledBytes)
        budget.spend(records: looks.taken)
        left -= looks.taken * Self.bytesPerLook
        switch step {
        case nil:
            lineUp(client)
            return false
        case .frames(let range):
            return send(range, of: audience, to: client, &left, with: &gossip, &budget)
        case .lost(let count, let end):
            let gap = ChatEvent.gap(lost: count, after: end.map { Position([$0]) })
            put(for: client) { $0.append(gap.frame) }
            return true
        case .wait:
            wait(client)
            return false
        case .live(let permit):
            join(client, with: permit)
            return false
        case .overtaken:
            closeOvertaken(client, with: &gossip, &budget)
            return false
        }
    }

    /// Sends a client that is not live frames that its reading gave.
    private mutating func send(
        _ range: Range<Int>,
        of audience: Int,
        to client: Client,
        _ left: inout Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Bool {
        guard let log = gossip.channels.frames(of: audiences[audience].channel) else { return false }
        // What a replay gave, it does not give again.
        let isWhole = client.seat?.reading?.isReplaying ?? false
        guard let frames = passage(range, for: audience, isWhole: isWhole, with: &gossip, &budget) else {
            closeOvertaken(client, with: &gossip, &budget)
            return false
        }
        if frames.range.upperBound < range.upperBound {
            _ = client.seat?.withReading { $0.rewind(to: frames.range.upperBound) }
        }
        // Many short ones as a whole, for to look again at where they end costs more; of a long one a part.
        let limit = min(frames.byteCount, Self.portionBytes)
        let result = frames.withBytes { bytes, _ in client.socket.offer(bytes.extracting(0..<min(limit, bytes.count))) }
        switch result {
        case .sent(let taken):
            left -= taken
            budget.spend(of: taken)
            noteSent(taken, of: frames, to: client, in: log)
            return taken == frames.byteCount
        case .wouldBlock:
            noteSent(0, of: frames, to: client, in: log)
        case .failed:
            drop(client)
        }
        return false
    }

    /// Takes notice of how many bytes of some frames the socket of a client took that is not live.
    ///
    /// A frame that it took a part of is under way; those behind it are given again, if the reading can.
    mutating func noteSent(_ taken: Int, of frames: Passage, to client: Client, in log: ByteLog) {
        let begun = taken == 0 ? 0 : min(taken + begunBytes, frames.byteCount)
        let boundary = frames.boundary(atOrAfter: begun)
        let offset = frames.offset(of: boundary, in: log)
        let isGivenAgain = client.seat?.withReading { $0.rewind(to: offset) } ?? true
        let end = isGivenAgain ? boundary.end : frames.byteCount
        deliveredCount += isGivenAgain ? boundary.count : frames.count
        if end > taken { keep(taken..<end, of: frames, for: client) }
    }
}
