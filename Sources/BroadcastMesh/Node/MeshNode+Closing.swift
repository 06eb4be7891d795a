import Bytes
import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Starts the closing handshake from our side; nothing else is sent after the close frame.
    func close(_ client: Client, code: UInt16, reason: String) {
        guard client.stage == .open else { return }
        leaveChannel(client)
        client.stage = .closing
        put(for: client) { outgoing in
            outgoing.dropControlFrames()
            outgoing.append(CloseFrame.server(code: code, reason: reason))
        }
        deadlines.set(.closing, for: client.reference, at: now.monotonic)
        advance(client)
    }

    /// Takes in the peer's close frame.
    func handleClose(_ code: UInt16?, from client: Client) {
        switch client.stage {
        case .open:
            leaveChannel(client)
            put(for: client) { outgoing in
                outgoing.dropControlFrames()
                outgoing.append(CloseFrame.server(code: code))
            }
            end(client)
        case .closing:
            end(client)
        case .requesting, .ending, .gone:
            break
        }
    }

    /// Closes a client for what it sent, once it has what it posted before: one read may have brought both.
    func refuse(_ client: Client, code: UInt16, reason: String) {
        fanOutGrownChannels()
        // One that was let in a moment ago is not live yet.
        if client.outgoing.isHeld { releaseHeldClients() }
        giveRest(to: client)
        close(client, code: code, reason: reason)
    }

    /// Sends a client what its channel has, also what others are still to be given.
    private func giveRest(to client: Client) {
        guard let channel = client.seat.map({ Int($0.channel) }), let end = gossip.channels.frames(of: channel)?.end,
            commit()
        else { return advance(client) }
        fallBehind(client)
        var place = audiences[channel].place
        place.advance(to: end)
        advance(client, upTo: place)
    }

    /// Fails the connection of a peer that broke the protocol: its stream cannot be read on (RFC 6455 §7.1.7).
    func fail(_ client: Client, _ error: WebSocketError) {
        log.debug("client broke the protocol", ["reason": "\(error)"])
        refuse(client, code: error.closeCode, reason: error.description)
        if client.stage != .gone { end(client) }
    }

    /// Sends what is left, ends our side, and waits a while for the peer to end its own.
    ///
    /// Closing at once would answer bytes that are still arriving with a reset, which takes the last words with it.
    func end(_ client: Client) {
        guard client.stage != .ending, client.stage != .gone else { return }
        client.stage = .ending
        client.exchange = nil
        client.decoder = MessageDecoder(role: .server, messageLimit: configuration.limits.messageBytes)
        if client.isUnfinished { unfinished.forget(client.reference.slot) }
        client.isUnfinished = false
        deadlines.set(.closing, for: client.reference, at: now.monotonic)
        advance(client)
    }

    /// Closes a client that retention has overtaken: what it should be sent next is no longer held.
    func closeOvertaken(_ client: Client) {
        log.debug("client was too slow", ["slot": .integer(Int(client.reference.slot))])
        close(client, code: CloseCode.tryAgainLater, reason: "Too slow: what comes next is no longer held")
    }

    /// Closes the socket, whatever is still to be sent.
    func drop(_ client: Client) {
        guard client.stage != .gone else { return }
        leaveChannel(client)
        client.stage = .gone
        client.exchange = nil
        if client.isUnfinished { unfinished.forget(client.reference.slot) }
        // The event loop forgets a socket that is closed, and this is the last reference that stays.
        clients.remove(Int(client.reference.slot))
    }

    /// Gives up on a closing connection whose peer does not even read.
    func handleCloseTimeout(_ reference: ClientReference) {
        guard let client = client(reference) else { return }
        switch client.stage {
        case .closing, .ending:
            client.socket.resetOnClose()
            drop(client)
        case .requesting, .open, .gone:
            break
        }
    }
}
