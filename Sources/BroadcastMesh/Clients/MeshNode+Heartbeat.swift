import Bytes
import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// A ping without a payload, as a server sends it.
    private static let ping: [UInt8] = [0x89, 0x00]

    /// Looks after one client, every 20 s as long as it is there: a browser that lost its network says no goodbye.
    func handleHeartbeat(_ reference: ClientReference) {
        guard let client = client(reference) else { return }
        let silence = now.monotonic / 1_000_000_000 - Int64(client.lastHeard)
        guard silence < Patience.silence / 1_000_000_000 else { return giveUp(client) }
        deadlines.set(.heartbeat, for: reference, at: now.monotonic)
        // One that does not even take what it has been sent is not asked.
        guard client.stage == .open, client.seat?.memberIndex != nil, client.isBetweenFrames else { return }
        client.privateBytes += Self.ping
        advance(client)
    }

    /// Ends a connection on which nothing came for long: between two requests with a goodbye, so that a proxy that keeps it
    /// open does not take it for a failure.
    private func giveUp(_ client: Client) {
        guard client.stage != .requesting || !client.isBetweenFrames || client.isUnfinished else { return end(client) }
        client.socket.resetOnClose()
        drop(client)
    }

    /// Closes the clients whose sockets are full and whose place in the log is gone; looks four times a second.
    func closeOvertakenClients() {
        guard hasClientsBehind, nextBehindCheck <= now.monotonic else { return }
        nextBehindCheck = now.monotonic + Self.behindCheckInterval
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot], let seat = client.seat, seat.memberIndex == nil else { continue }
            if isOvertaken(seat) { closeOvertaken(client) }
        }
    }

    private func isOvertaken(_ seat: Seat) -> Bool {
        if let reader = seat.reader { return gossip.isOvertaken(reader.replay, in: Int(seat.channel)) }
        return gossip.channels.frames(of: Int(seat.channel)).map { !$0.holds(seat.cursor) } ?? false
    }

    /// Whether a client has not been sent what the others have.
    var hasClientsBehind: Bool {
        audiences.contains { $0.clientCount > $0.members.count }
    }
}
