import Bytes
import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Looks after one client, every 20 s as long as it is there: a browser that lost its network says no goodbye.
    func handleHeartbeat(_ reference: ClientReference) {
        guard let client = client(reference) else { return }
        let silence = now.monotonic / 1_000_000_000 - Int64(client.lastHeard)
        guard silence < Patience.silence / 1_000_000_000 else { return giveUp(client) }
        deadlines.set(.heartbeat, for: reference, at: now.monotonic)
        guard client.stage == .open else { return }
        // It goes out between two frames, also to one that is far behind.
        put(for: client) { $0.ping() }
        advance(client)
    }

    /// Ends a connection on which nothing came for long: between two requests with a goodbye, so that a proxy that keeps it
    /// open does not take it for a failure.
    private func giveUp(_ client: Client) {
        guard client.stage != .requesting || !client.outgoing.isEmpty || client.isUnfinished else { return end(client) }
        client.socket.resetOnClose()
        drop(client)
    }

    /// Closes the clients whose sockets are full and whose place in the log is gone; looks four times a second.
    func closeOvertakenClients() {
        guard hasClientsBehind, nextBehindCheck <= now.monotonic else { return }
        nextBehindCheck = now.monotonic + Self.behindCheckInterval
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot], let seat = client.seat, let reading = seat.reading else { continue }
            if gossip.isOvertaken(reading, in: Int(seat.channel)) { closeOvertaken(client) }
        }
    }

    /// Whether a client has not been sent what the others have.
    var hasClientsBehind: Bool {
        audiences.contains { $0.clientCount > $0.members.count }
    }
}
