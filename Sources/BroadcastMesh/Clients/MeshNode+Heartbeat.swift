import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// A ping without a payload, as a server sends it.
    private static let ping: [UInt8] = [0x89, 0x00]

    /// Looks after one client, every 20 s: is it still there, and does retention leave it its place?
    func visit(_ slot: Int) {
        guard let client = clients[slot] else { return }
        let silence = now.monotonic / 1_000_000_000 - Int64(client.lastHeard)
        if silence >= Heartbeat.longestSilence / 1_000_000_000 {
            client.socket.resetOnClose()
            drop(client)
            return
        }
        // One that does not even take what it has been sent is not asked.
        guard client.stage == .open, client.seat?.memberIndex != nil, client.isBetweenFrames else { return }
        client.privateBytes += Self.ping
        advance(client)
    }
}
