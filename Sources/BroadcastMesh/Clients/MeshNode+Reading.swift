import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Sends a client the next part of what it reads before it is live.
    ///
    /// - Returns: Whether to go on: `false` when it must wait, or its socket is full.
    func sendReplay(_ reader: ChannelReader, to client: Client, upTo limit: Int, _ budget: inout Int) -> Bool {
        guard let channel = client.seat.map({ Int($0.channel) }) else { return false }
        switch gossip.advance(&reader.replay, in: channel, upTo: limit) {
        case .frames(let range):
            return send(range, of: channel, to: client, &budget)
        case .wait:
            reader.isWaiting = true
            audiences[channel].waiting.append(client.reference)
            return false
        case .live:
            client.seat?.reader = nil
            client.seat?.cursor = limit
            client.seat?.frameCount = audiences[channel].frameCount
            return true
        case .overtaken:
            closeOvertaken(client)
            return false
        }
    }

    /// Sends frames; what the socket does not take now is under way.
    private func send(_ range: Range<Int>, of channel: Int, to client: Client, _ budget: inout Int) -> Bool {
        guard let frames = gossip.channels.frames(of: channel) else { return false }
        let (result, count) = frames.withBytes(from: range.lowerBound, to: range.upperBound) { bytes in
            (client.socket.number.send(bytes), ServerFrames.count(in: bytes))
        }
        deliveredCount += count
        switch result {
        case .sent(let taken):
            budget -= taken
            guard taken < range.count else { return true }
            client.underWay = .frame(frames.slice((range.lowerBound + taken)..<range.upperBound))
        case .wouldBlock:
            client.underWay = .frame(frames.slice(range))
        case .failed:
            drop(client)
        }
        return false
    }

    /// Lets those go on who wait for a channel to grow.
    func wakeReaders(of channel: Int) {
        guard !audiences[channel].waiting.isEmpty else { return }
        for reference in audiences[channel].waiting {
            client(reference)?.seat?.reader?.isWaiting = false
            woken.append(reference)
        }
        audiences[channel].waiting = []
    }
}
