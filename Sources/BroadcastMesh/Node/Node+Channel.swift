import Bytes
import ChannelProtocol
import Gossip
import JSON
import WebSocket

/// What the node does with clients that speak the channel protocol.
extension Node {
    /// What became of a message of such a client.
    private enum Outcome {
        /// It is posted, and had no key.
        case posted

        /// They are held, be it from an earlier time, and their sender is to hear of that.
        case held([(result: PostResult, key: String)])

        /// They are more than the rate lets pass, so none is posted.
        case tooMany

        /// The protocol does not allow it.
        case malformed(reason: String, key: String? = nil)

        /// It is longer than the limit.
        case tooLarge
    }

    /// Gives a client whose connection was just opened its place in a channel.
    mutating func enterChannel(_ client: Client, _ entry: RelayEntry) {
        let channel = gossip.openChannel(.relay, named: entry.channel)
        var reading: Reading?
        switch (entry.form, entry.request) {
        case (.plain, .history(let count)?):
            var looks = Looks()
            reading = gossip.replay(history: count, in: channel, hearsOfLosses: false, looks: &looks).reading
            turns.budget.spend(records: looks.taken)
        case (.events, let request?):
            let beginning = rooms.begin(request, in: channel, with: &gossip)
            turns.budget.spend(records: beginning.looks)
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
            gathers: entry.gathers,
            sender: entry.sender,
            reading: reading,
            with: &gossip
        )
        workForServing()
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
                carryOut(type, buffer.span.extracting(range), in: channel, of: client)
            } else {
                client.decoder.withBytes(of: payload, in: buffer) { carryOut(type, $0, in: channel, of: client) }
            }
        // First, for whoever is told something, or refused, may be given what its channel has.
        if !outlet.echoes { skipOwnFrames(from: start, of: client) }
        switch outcome {
        case .posted: break
        case .held(let posts):
            for (result, key) in posts { acknowledge(result, key: key, to: outlet, of: client) }
        case .tooMany: refuseMessages(of: client)
        case .malformed(let reason, let key):
            tellGathered(client)
            tell(client, .error(reason, key: key))
        case .tooLarge: fail(client, .messageTooLarge(limit: serving.messageLimit))
        }
    }

    private mutating func acknowledge(_ result: PostResult, key: String, to outlet: Seat.Outlet, of client: Client) {
        guard holdUntilCommitted(client) else { return }
        let events =
            outlet.gathers
            ? rooms.gather(result, key: key, to: client.reference, with: gossip)
            : rooms.acknowledge(result, key: key, to: client.reference, with: gossip)
        for event in events { tell(client, event) }
    }

    /// Tells a client what was gathered since its messages are being taken in, before it is told anything else, and before
    /// anything is written.
    mutating func tellGathered(_ client: Client) {
        for event in rooms.takeGathered() { tell(client, event) }
    }

    private static func guarded(_ key: String?) -> Outcome {
        .malformed(reason: Reason.foreignKey, key: key)
    }

    /// What it costs to take apart what a client of the channel protocol sent, in messages.
    private static let messagesPerEvent = 3

    private mutating func carryOut(
        _ type: MessageType,
        _ bytes: Span<UInt8>,
        in channel: Int,
        of client: Client
    ) -> Outcome {
        let limit = serving.messageLimit
        switch type {
        case .text:
            guard bytes.count <= limit else { return .tooLarge }
            turns.budget.spend(jsonBytes: bytes.count)
            return carryOut(ChannelCommand(decoding: bytes), in: bytes, rest: Span(), in: channel, of: client)
        case .binary:
            let end = bytes.lineEnd(within: EventLine.limit)
            guard let end else {
                return .malformed(reason: "the first line does not end within \(EventLine.limit) bytes")
            }
            guard bytes.count - end - 1 <= limit else { return .tooLarge }
            let line = bytes.extracting(0..<end)
            let rest = bytes.extracting((end + 1)..<bytes.count)
            return carryOut(ChannelCommand(decodingLine: line), in: line, rest: rest, in: channel, of: client)
        }
    }

    private mutating func carryOut(
        _ command: ChannelCommand,
        in bytes: Span<UInt8>,
        rest: Span<UInt8>,
        in channel: Int,
        of client: Client
    ) -> Outcome {
        let sender = client.seat?.sender ?? 0
        switch command {
        case .malformed(let reason, let key):
            return .malformed(reason: reason, key: key)
        case .post(let contents, let key):
            guard GuardedKey.admits(key, from: sender) else { return Self.guarded(key) }
            let result = post(contents, key: key, in: bytes, rest: rest, in: channel)
            return key.map { .held([(result, $0)]) } ?? .posted
        case .posts(let posts):
            if let post = posts.first(where: { !GuardedKey.admits($0.key, from: sender) }) {
                return Self.guarded(post.key)
            }
            turns.budget.spend(messages: Self.messagesPerEvent * max(0, posts.count - 1))
            // The first one was counted as the frame. Asked for all of them before any is posted: a client that posts from
            // one frame is promised all or none.
            guard serving.admitsMessages(posts.count - 1, of: client) else { return .tooMany }
            var held: [(result: PostResult, key: String)] = []
            for one in posts {
                let result = post(one.contents, key: one.key, in: bytes, rest: rest, in: channel)
                if let key = one.key { held.append((result, key)) }
            }
            return held.isEmpty ? .posted : .held(held)
        }
    }
}

extension Span<UInt8> {
    /// Where the first line ends, if that is within so many bytes.
    fileprivate func lineEnd(within limit: Int) -> Int? {
        (0..<Swift.min(limit, count)).first { self[$0] == EventLine.end }
    }
}
