import Bytes
import Gossip
import HTTP
import Reactor
import WebSocket

extension Serving {
    /// Starts the closing handshake from our side; nothing else is sent after the close frame.
    mutating func close(
        _ client: Client,
        code: UInt16,
        reason: String,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        guard client.stage == .open else { return }
        leaveChannel(client)
        client.beginClosing()
        put(for: client) { outgoing in
            outgoing.dropControlFrames()
            outgoing.append(CloseFrame.server(code: code, reason: reason))
        }
        awaitEnd(of: client, isAnswer: false)
        advance(client, with: &gossip, &budget)
    }

    /// Takes in the peer's close frame.
    mutating func handleClose(
        _ code: UInt16?,
        from client: Client,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        switch client.stage {
        case .open:
            leaveChannel(client)
            put(for: client) { outgoing in
                outgoing.dropControlFrames()
                outgoing.append(CloseFrame.server(code: code))
            }
            end(client, with: &gossip, &budget)
        case .closing:
            end(client, with: &gossip, &budget)
        case .requesting, .ending, .gone:
            break
        }
    }

    /// Sends what is left, ends our side, and waits a while for the peer to end its own.
    ///
    /// Closing at once would answer bytes that are still arriving with a reset, which takes the last words with it.
    mutating func end(_ client: Client, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard client.stage != .ending, client.stage != .gone else { return }
        let isAnswer = client.exchange != nil
        client.beginEnding(behind: false)
        awaitEnd(of: client, isAnswer: isAnswer)
        if client.intake.isUnfinished { timing.unfinished.forget(client.reference.slot) }
        client.intake.isUnfinished = false
        advance(client, with: &gossip, &budget)
    }

    /// Ends the connection of a client that sends nothing more, once it has the answers to all that it asked for.
    mutating func endAfterAnswers(_ client: Client) {
        guard let connection = client.exchange?.connection else { return drop(client) }
        // Figures, or an upgrade, are still being waited for; or requests for their turn.
        let isAwaited = connection.currentHead != nil && connection.unfinished == .nothing
        guard !isAwaited, !client.intake.hasRequestsLeft else { return }
        guard !client.outgoing.isEmpty else { return drop(client) }
        // What stands behind an answer is a request, or the beginning of one.
        guard connection.unusedBytes == 0 else { return }
        client.beginEnding(behind: true)
        awaitEnd(of: client, isAnswer: true)
    }

    /// Gives a client whose connection ends a while for its part: as long as it reads what it was sent, and then some.
    private mutating func awaitEnd(of client: Client, isAnswer: Bool) {
        guard client.intake.awaitEnd(client.socket.sendingProgress, isAnswer: isAnswer) else { return }
        timing.deadlines.set(.closing, for: client.reference, at: timing.now)
    }

    /// Closes a client that retention has overtaken: what it should be sent next is no longer held.
    mutating func closeOvertaken(_ client: Client, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        log.debug("client was too slow", ["slot": .integer(Int(client.reference.slot))])
        close(
            client,
            code: CloseCode.tryAgainLater,
            reason: "Too slow: what comes next is no longer held",
            with: &gossip,
            &budget
        )
    }

    /// Closes the socket of a client that reads an answer, or the rest of a frame, too slowly, so that it sees that this is not
    /// whole.
    mutating func cutOff(_ client: Client) {
        log.debug("client was too slow", ["slot": .integer(Int(client.reference.slot))])
        client.socket.resetOnClose()
        drop(client)
    }

    /// Closes the socket, whatever is still to be sent.
    mutating func drop(_ client: Client) {
        guard client.stage != .gone else { return }
        leaveChannel(client)
        client.vanish()
        attendance.kept.forget(client.reference.slot)
        if client.intake.isUnfinished { timing.unfinished.forget(client.reference.slot) }
        // The event loop forgets a socket that is closed, and this is the last reference that stays.
        remove(client)
    }

    /// Gives up on a closing connection whose peer does not even read, or has read everything and does not close.
    mutating func handleCloseTimeout(_ reference: ClientReference) {
        guard let client = client(reference) else { return }
        switch client.stage {
        case .closing, .ending:
            let progress = client.socket.sendingProgress
            guard !client.intake.goOnAwaitingEnd(progress, isSent: client.outgoing.isEmpty) else {
                return timing.deadlines.set(.closing, for: reference, at: timing.now)
            }
            client.socket.resetOnClose()
            drop(client)
        case .requesting, .open, .gone:
            break
        }
    }
}
