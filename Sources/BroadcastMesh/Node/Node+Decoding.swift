import Bytes
import Gossip
import Reactor
import WebSocket

/// What follows from the frames that a client sent: one after the other, as long as the turn has room for them.
///
/// A frame of a few bytes may ask for much: for a page of a chat's history, or to post hundreds of messages. So what one read
/// brought may be more than a turn has room for, and waits then, undecoded, before anything else is read from the client.
extension Node {
    /// Acts on frames that have arrived in an earlier turn.
    mutating func decodeRest(of client: Client) {
        // As if they had waited in its socket.
        client.intake.hear(at: clock.now.monotonic)
        var frames = client.intake.takeRest()
        decode(&frames, count: frames.count, from: client)
        handleGoodbye(of: client)
    }

    /// Acts on the frames in the first `count` bytes of a buffer: on one at least, and on more as long as the turn has room.
    mutating func decode(_ buffer: inout [UInt8], count: Int, from client: Client) {
        var rest = 0..<count
        var hasFinished = false
        var steps = 0
        let posted = gossip.counters.posted
        do throws(WebSocketError) {
            while client.stage == .open || client.stage == .closing {
                let step = try client.decoder.next(in: &buffer, range: &rest)
                if case .needMore = step { break }
                if case .message = step { hasFinished = true }
                steps += 1
                turns.budget.spend(messages: 1)
                act(on: step, in: buffer, of: client)
                guard hasRoom(for: client) else {
                    putOff(rest, of: buffer, from: client)
                    break
                }
            }
        } catch {
            fail(client, error)
        }
        // One frame may be hundreds of messages.
        let messages = max(steps, gossip.counters.posted - posted)
        let isLargest = Self.smallestPortion << Int(client.intake.portion) >= Turns.receiveBufferBytes
        client.intake.noteMessages(messages, in: count - client.intake.rest.count, isLargest: isLargest)
        tellGathered(client)
        noteProgress(of: client, isAnother: hasFinished)
        if client.stage != .gone, !client.outgoing.isEmpty { advance(client) }
    }

    /// Whether more of what a client sent is taken in in this turn; what was posted by now may have to be given out before.
    private mutating func hasRoom(for client: Client) -> Bool {
        if serving.mustGiveOut {
            tellGathered(client)
            fanOutGrownChannels()
            if isCrowded(client) { return false }
        }
        return turns.isOpen(to: .clients)
    }

    /// Keeps what a client sent for the next turn.
    private mutating func putOff(_ rest: Range<Int>, of buffer: [UInt8], from client: Client) {
        guard !rest.isEmpty, client.stage == .open || client.stage == .closing else { return }
        client.intake.putOff(Array(buffer[rest]))
        turns.clients.add(ReadyEvent(token: client.token.rawValue))
    }

    private mutating func act(on step: MessageDecoder.Step, in buffer: [UInt8], of client: Client) {
        switch step {
        case .needMore:
            break
        case .message(let type, let payload):
            // After our close frame, whatever the peer still says is passed over (RFC 6455 §1.4).
            guard client.stage == .open else { return }
            handleMessage(type, payload, in: buffer, from: client)
        case .ping(let payload):
            guard client.stage == .open else { return }
            let bytes = client.decoder.takeBytes(of: payload, in: buffer)
            put(for: client) { $0.answerPing(bytes) }
        case .pong(let payload):
            _ = client.decoder.takeBytes(of: payload, in: buffer)
        case .close(let code, _):
            tellGathered(client)
            handleClose(code, from: client)
        }
    }
}
