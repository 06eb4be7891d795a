import Bytes
import Gossip
import HTTP
import Reactor
import WebSocket

extension Node {
    /// Takes in that a client's socket is ready.
    mutating func handle(_ event: ReadyEvent, of client: Client) {
        // What it sends behind these is read when they are answered.
        if client.intake.hasRequestsLeft { return answerRequests(of: client) }
        if event.isWritable, client.interest.contains(.write) {
            // What its socket had no room for has arrived: it reads, however slowly.
            client.intake.hear(at: clock.now.monotonic)
            // At the end of the turn, or in its own: how many go on at once nobody knows.
            if client.rows.contains(.served) { updateInterest(of: client) } else { serving.lineUp(client) }
        }
        guard event.isReadable || client.intake.hasRest, client.stage != .gone else { return }
        if isCrowded(client) {
            turns.budget.spend(channelLines: 0, looks: Self.looksToHoldUp)
            // Whoever posts no faster than everybody gets it is not held up.
            turns.clients.add(ReadyEvent(token: event.token, isReadable: true, isHungUp: event.isHungUp))
        } else if client.intake.hasRest {
            // What it sends behind that is read when it is acted upon.
            decodeRest(of: client)
        } else if client.interest.contains(.read) {
            receive(from: client)
        } else if event.isHungUp {
            drop(client)
        }
    }

    /// Whether the channel that a client is in is crowded: what it posts waits for those who are given what was posted before.
    mutating func isCrowded(_ client: Client) -> Bool {
        guard let channel = client.seat?.channel else { return false }
        return serving.isCrowded(Int(channel), by: Serving.crowdedBytes, with: &gossip)
    }

    /// Receives once, into the buffer that all clients share; whoever has more waits for the next turn.
    mutating func receive(from client: Client) {
        // The more wait for their portion, the smaller it is, so that it is soon everybody's turn.
        let doublings = client.intake.portion
        let most = portion(Self.smallestPortion << Int(doublings))
        let portion = max(Self.crowdedPortion, most / (1 + turns.clients.count / 16))
        turns.budget.spend(calls: 1)
        do throws(SystemError) {
            let received = try client.socket.receive(into: &turns.buffer, limit: portion)
            serving.payForSeal(&turns.budget)
            switch received {
            case .bytes(let count):
                turns.budget.spend(bytes: count)
                handleBytes(count, from: client)
                client.intake.noteReceived(count, of: portion, doubled: doublings)
                handleGoodbye(of: client)
            case .ended: handleEnd(of: client)
            case .wouldBlock: return
            }
        } catch {
            drop(client)
        }
    }

    private mutating func handleBytes(_ count: Int, from client: Client) {
        client.intake.hear(at: clock.now.monotonic)
        switch client.stage {
        case .requesting:
            turns.budget.spend(headBytes: count)
            client.exchange?.connection.receive(turns.buffer.span.extracting(0..<count))
            answerRequests(of: client)
        case .open, .closing:
            // The buffer is taken out for as long as the messages in it are acted upon, so that no copy is made.
            var buffer: [UInt8] = []
            swap(&buffer, &turns.buffer)
            decode(&buffer, count: count, from: client)
            swap(&buffer, &turns.buffer)
        case .ending, .gone:
            break
        }
    }

    /// Takes in that the peer has said that it sends nothing more, if it has, and nothing waits that it sent before.
    mutating func handleGoodbye(of client: Client) {
        guard client.stage != .gone, !client.intake.hasRest, serving.hasHeardGoodbye(of: client) else { return }
        handleEnd(of: client)
    }

    /// Takes in that the peer sends nothing more.
    ///
    /// An HTTP client may still wait for its answers; a WebSocket is over.
    private mutating func handleEnd(of client: Client) {
        client.noteEnd()
        switch client.stage {
        case .requesting:
            endAfterAnswers(client)
        case .ending where !client.hasEndedSending:
            break
        case .open, .closing, .ending, .gone:
            drop(client)
        }
        if client.stage != .gone { updateInterest(of: client) }
    }
}
