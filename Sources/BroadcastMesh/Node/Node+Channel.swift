import Bytes
import Gossip
import JSON
import WebSocket

/// What the node does with clients that speak the channel protocol.
extension Node {
    /// What became of a message of such a client.
    private enum Outcome {
        /// It is posted, and had no key.
        case posted

        /// It is held, be it from an earlier time, and its sender is to hear of that.
        case held(PostResult, key: String)

        /// The protocol does not allow it.
        case malformed(reason: String)

        /// It is longer than the limit.
        case tooLarge
    }

    /// Gives a client whose connection was just opened its place in a channel.
    mutating func enterChannel(_ client: Client, _ entry: RelayEntry) {
        let channel = gossip.openChannel(.relay, named: entry.channel)
        var reading: Reading?
        switch (entry.form, entry.request) {
        case (.plain, .history(let count)?):
            reading = gossip.replay(history: count, in: channel, hearsOfLosses: false).reading
        case (.events, let request?):
            let beginning = rooms.begin(request, in: channel, with: &gossip)
            for event in beginning.events { tell(client, event) }
            reading = beginning.reading
        case (.plain, _), (.events, nil):
            break
        }
        serving.attach(
            client,
            to: channel,
            in: entry.form,
            echoes: entry.echoes,
            listens: entry.listens,
            reading: reading,
            with: &gossip
        )
    }

    /// Takes in one message of a client that speaks the channel protocol.
    mutating func handleEvent(
        _ type: MessageType,
        _ payload: MessageDecoder.Payload,
        in buffer: [UInt8],
        to outlet: Seat.Outlet,
        from client: Client
    ) {
        turns.budget.spend(messages: Self.messagesPerEvent)
        let channel = Int(outlet.channel)
        let start = outlet.echoes ? 0 : gossip.channels.frames(of: channel)?.end ?? 0
        let outcome =
            if case .received(let range) = payload {
                carryOut(type, buffer.span.extracting(range), in: channel)
            } else {
                client.decoder.withBytes(of: payload, in: buffer) { carryOut(type, $0, in: channel) }
            }
        switch outcome {
        case .posted: break
        case .held(let result, let key):
            guard holdUntilCommitted(client) else { return }
            for event in rooms.acknowledge(result, key: key, to: client.reference, with: gossip) { tell(client, event) }
        case .malformed(let reason): return tell(client, .error(reason))
        case .tooLarge: return fail(client, .messageTooLarge(limit: serving.messageLimit))
        }
        if !outlet.echoes { skipOwnFrames(from: start, of: client) }
    }

    /// What it costs to take apart what a client of the channel protocol sent, in messages.
    private static let messagesPerEvent = 3

    private mutating func carryOut(_ type: MessageType, _ bytes: Span<UInt8>, in channel: Int) -> Outcome {
        let limit = serving.messageLimit
        switch type {
        case .text:
            guard bytes.count <= limit else { return .tooLarge }
            return carryOut(ChannelCommand(decoding: bytes), in: bytes, rest: Span(), in: channel)
        case .binary:
            let end = bytes.lineEnd(within: ChannelProtocol.lineLimit)
            guard let end else { return .malformed(reason: "the first line does not end within 1024 bytes") }
            guard bytes.count - end - 1 <= limit else { return .tooLarge }
            let line = bytes.extracting(0..<end)
            let rest = bytes.extracting((end + 1)..<bytes.count)
            return carryOut(ChannelCommand(decodingLine: line), in: line, rest: rest, in: channel)
        }
    }

    private mutating func carryOut(
        _ command: ChannelCommand,
        in bytes: Span<UInt8>,
        rest: Span<UInt8>,
        in channel: Int
    ) -> Outcome {
        switch command {
        case .malformed(let reason):
            return .malformed(reason: reason)
        case .post(let contents, let key):
            var notes = MessageNotes(key: key)
            let result: PostResult
            switch contents {
            case .text(let text) where text.hasEscapes:
                let plain = text.utf8(in: bytes)
                result = post(.text, plain.span, notes, in: channel)
            case .text(let text):
                result = post(.text, bytes.extracting(text.range), notes, in: channel)
            case .json(let range):
                notes.isJSON = true
                result = post(.text, bytes.extracting(range), notes, in: channel)
            case .rest:
                result = post(.binary, rest, notes, in: channel)
            }
            return key.map { .held(result, key: $0) } ?? .posted
        }
    }

    /// Posts a message on a relay channel with what belongs to it beside its bytes, unless its key is one of a message that
    /// is held there.
    mutating func post(
        _ type: MessageType,
        _ payload: Span<UInt8>,
        _ notes: MessageNotes,
        in channel: Int
    ) -> PostResult {
        guard !notes.isEmpty else { return .posted(post(type, payload, in: channel)) }
        let noted = notes.bytes
        let keys = notes.key.map { rooms.channelKey($0) }
        serving.notePost(bytes: payload.count)
        return FrameHeader.server(type.opcode, payloadLength: payload.count).withEncodedBytes { header in
            gossip.post(
                header,
                payload,
                notes: noted.span,
                in: channel,
                key: keys?.key,
                orEarlier: keys?.earlier ?? [],
                at: clock.now
            )
        }
    }
}

extension Span<UInt8> {
    /// Where the first line ends, if that is within so many bytes.
    fileprivate func lineEnd(within limit: Int) -> Int? {
        (0..<Swift.min(limit, count)).first { self[$0] == ChannelProtocol.lineEnd }
    }
}
