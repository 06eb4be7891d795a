import Bytes
import Gossip
import Reactor

extension Serving {
    /// Sends a client that is not live the next part of its channel.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: How far it may read; without one, as far as the live ones of its channel are.
    ///   - bytesLeft: How much it may be sent in this turn, in bytes.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    /// - Returns: Whether to go on: `false` when it is live, must wait, or its socket is full.
    mutating func readOn(
        _ client: Client,
        upTo place: AudiencePlace?,
        _ bytesLeft: inout Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Bool {
        guard let channel = client.seat.map({ Int($0.channel) }) else { return false }
        let place = place ?? audiences[channel].place
        switch client.seat?.withReading({ gossip.advance(&$0, in: channel, upTo: place) }) {
        case nil:
            return false
        case .frames(let range):
            return send(range, of: channel, to: client, &bytesLeft, with: &gossip, &budget)
        case .lost(let count):
            put(for: client) { $0.append(ChatEvent.gap(lost: count).frame) }
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
        of channel: Int,
        to client: Client,
        _ bytesLeft: inout Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Bool {
        guard let frames = gossip.channels.frames(of: channel) else { return false }
        let result = frames.withBytes(from: range.lowerBound, to: range.upperBound) { bytes in
            client.socket.offer(bytes)
        }
        switch result {
        case .sent(let taken):
            bytesLeft -= taken
            budget.spend(sends: 1, of: taken)
            noteSent(taken, of: range, to: client, in: frames)
            return taken == range.count
        case .wouldBlock:
            noteSent(0, of: range, to: client, in: frames)
        case .failed:
            drop(client)
        }
        return false
    }

    /// Takes notice of how many bytes of some frames the socket of a client took that is not live.
    ///
    /// A frame that it took a part of is under way; those behind it are given again, if the reading can.
    mutating func noteSent(_ taken: Int, of range: Range<Int>, to client: Client, in frames: ByteLog) {
        let offset = range.lowerBound + taken
        let (boundary, count) = boundary(atOrAfter: offset, from: range.lowerBound, in: frames)
        let isGivenAgain = client.seat?.withReading { $0.rewind(to: boundary) } ?? true
        let end = isGivenAgain ? boundary : range.upperBound
        deliveredCount += count
        guard end > offset else { return }
        if end > boundary {
            deliveredCount += frames.withBytes(from: boundary, to: end) { ServerFrames.count(in: $0) }
        }
        put(for: client) { $0.finish(.frame(frames.slice(offset..<end))) }
    }

    /// Where the frame ends that the byte before an offset belongs to, and how many frames there are up to there.
    ///
    /// - Parameters:
    ///   - offset: The offset.
    ///   - start: Where a frame begins, at or before it.
    ///   - frames: The frames.
    /// - Returns: The end, and the number of frames.
    private func boundary(atOrAfter offset: Int, from start: Int, in frames: ByteLog) -> (offset: Int, count: Int) {
        var (start, count) = (start, 0)
        while start < offset {
            let end = frames.chunkEnd(after: start)
            let (length, number) = frames.withBytes(from: start, to: end) { bytes in
                let length = ServerFrames.boundary(atOrAfter: min(offset, end) - start, in: bytes)
                return (length, ServerFrames.count(in: bytes.extracting(0..<length)))
            }
            start += length
            count += number
        }
        return (start, count)
    }
}
