import Bytes
import ChannelProtocol
import Gossip
import WebSocket

extension Node {
    /// Takes in one message of a client.
    mutating func handleMessage(
        _ type: MessageType,
        _ payload: MessageDecoder.Payload,
        in buffer: [UInt8],
        from client: Client
    ) {
        guard serving.admitsMessages(of: client) else {
            refuseMessages(of: client)
            return
        }
        guard let outlet = client.seat?.outlet else { return }
        switch outlet.speech {
        case .relay: relay(type, payload, in: buffer, to: outlet, from: client)
        case .events: handleEvent(type, payload, in: buffer, to: outlet, from: client)
        case .chat:
            guard let user = client.seat?.user else { return }
            handleChatMessage(type, payload, in: buffer, of: user, from: client)
        }
    }

    /// Closes a client that sent more messages than the rate lets pass.
    mutating func refuseMessages(of client: Client) {
        refuse(client, code: CloseCode.policyViolation, reason: Reason.tooManyMessages)
    }

    /// Posts a message as it is.
    private mutating func relay(
        _ type: MessageType,
        _ payload: MessageDecoder.Payload,
        in buffer: [UInt8],
        to outlet: Seat.Outlet,
        from client: Client
    ) {
        let channel = Int(outlet.channel)
        let start = outlet.echoes ? 0 : gossip.channels.frames(of: channel)?.end ?? 0
        if case .received(let range) = payload {
            // Nearly all messages: nothing of them is in the decoder.
            relay(type, buffer.span.extracting(range), in: channel)
        } else {
            client.decoder.withBytes(of: payload, in: buffer) { bytes in
                relay(type, bytes, in: channel)
            }
        }
        if !outlet.echoes { skipOwnFrames(from: start, of: client) }
    }

    /// Posts one message on a relay channel, of which nobody asks what it was given.
    private mutating func relay(_ type: MessageType, _ payload: Span<UInt8>, in channel: Int) {
        notePost(bytes: payload.count)
        FrameHeader.server(type.opcode, payloadLength: payload.count).withEncodedBytes { header in
            gossip.relay(header, payload, in: channel, at: clock.now)
        }
    }

    /// Posts one message on a relay channel, with the header that every client gets.
    mutating func post(_ type: MessageType, _ payload: Span<UInt8>, in channel: Int) -> Stamp {
        notePost(bytes: payload.count)
        return FrameHeader.server(type.opcode, payloadLength: payload.count).withEncodedBytes { header in
            gossip.post(header, payload, in: channel, at: clock.now)
        }
    }

    /// Pays for a message that is posted: of a long one that came in parts, only the last was received in this turn.
    mutating func notePost(bytes: Int) {
        turns.budget.spend(bytes: bytes)
        serving.notePost(bytes: bytes)
    }

    /// Posts the body of a request, unless its key is one of a message that is held there.
    ///
    /// - Returns: The stamp of the message, or of the one that stands for it.
    mutating func post(_ posting: Posting, _ payload: Span<UInt8>) -> Stamp {
        let channel = gossip.openChannel(.relay, named: posting.channel)
        defer { gossip.closeChannel(channel) }
        return post(posting.type, payload, posting.notes, in: channel).stamp
    }

    /// Notes that a client posted everything from `start` on, if anything, and does not want it back.
    mutating func skipOwnFrames(from start: Int, of client: Client) {
        guard let seat = client.seat, let end = gossip.channels.frames(of: Int(seat.channel))?.end, start < end else {
            return
        }
        serving.skip(start..<end, of: client)
    }
}
