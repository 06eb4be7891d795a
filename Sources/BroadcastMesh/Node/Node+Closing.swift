import Bytes
import Gossip
import Reactor
import WebSocket

extension Node {
    /// Closes a client for what it sent, once it has what it posted before, and knows that it is held: one read may have
    /// brought both.
    mutating func refuse(_ client: Client, code: UInt16, reason: String) {
        tellGathered(client)
        fanOutGrownChannels()
        // One that was let in a moment ago is not live yet.
        if client.outgoing.isHeld { releaseHeldClients() }
        giveRest(to: client)
        close(client, code: code, reason: reason)
    }

    /// Sends a client what its channel has, also what others are still to be given.
    private mutating func giveRest(to client: Client) {
        guard let channel = client.seat.map({ Int($0.channel) }), let end = gossip.channels.frames(of: channel)?.end,
            let committed = commit()
        else { return advance(client) }
        serving.giveRest(to: client, upTo: end, committed, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Fails the connection of a peer that broke the protocol: its stream cannot be read on (RFC 6455 §7.1.7).
    mutating func fail(_ client: Client, _ error: WebSocketError) {
        settings.log.debug("client broke the protocol", ["reason": "\(error)"])
        refuse(client, code: error.closeCode, reason: error.description)
        if client.stage != .gone { end(client) }
    }
}
