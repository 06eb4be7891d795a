import Bytes
import ChannelProtocol
import Gossip
import HTTP
import WebSocket

extension Node {
    /// Lets a client whose connection was just opened into a chat, or closes it with the reason why not.
    mutating func enterChat(_ client: Client, _ entry: Result<ChatEntry, ChatRefusal>) {
        do throws(ChatRefusal) {
            let entrance = try rooms.enter(client.reference, try entry.get(), with: &gossip, at: clock.now)
            turns.budget.spend(records: entrance.looks)
            for event in entrance.events { tell(client, event) }
            serving.attach(client, to: entrance.channel, as: entrance.user, reading: entrance.reading, with: &gossip)
            workForServing()
            // Also to a client whose arrival changes nothing for the others.
            serving.handleChangedUsers(in: entrance.channel)
        } catch {
            close(client, code: ChatRefusal.closeCode, reason: error.reason)
        }
    }

    /// Takes in one message of a chat client.
    mutating func handleChatMessage(
        _ type: MessageType,
        _ payload: MessageDecoder.Payload,
        in buffer: [UInt8],
        of user: User,
        from client: Client
    ) {
        guard type == .text else {
            refuse(client, code: CloseCode.unsupportedData, reason: "A chat takes text only")
            return
        }
        guard let channel = client.seat.map({ Int($0.channel) }) else { return }
        turns.budget.spend(chatMessages: 1)
        let (command, count) = client.decoder.withBytes(of: payload, in: buffer) { bytes in
            (ChatCommand(decoding: bytes), bytes.count)
        }
        turns.budget.spend(jsonBytes: count)
        switch command {
        case .ignored:
            break
        case .malformed(let reason):
            tell(client, .error(reason))
        case .history(let before, let count):
            // What it tells may have come in this very turn.
            guard holdUntilCommitted(client) else { return }
            tell(client, history(before: before, count: count, in: channel))
        case .say(let message, let key):
            say(message, key: key, as: user, in: channel, from: client)
        }
    }

    private mutating func say(_ message: String, key: String?, as user: User, in channel: Int, from client: Client) {
        notePost(bytes: message.utf8.count)
        guard let result = rooms.say(message, key: key, as: user, in: channel, with: &gossip, at: clock.now), let key
        else {
            return
        }
        guard holdUntilCommitted(client) else { return }
        for event in rooms.acknowledge(result, key: key, to: client.reference, with: gossip) { tell(client, event) }
    }

    /// Looks up what was said before a message: as much as fits into an answer, but always something.
    private mutating func history(before: String, count: Int, in channel: Int) -> ChatEvent {
        var looks = Looks()
        guard let id = MessageID(before),
            let page = gossip.history(before: id, count: count, in: channel, looks: &looks),
            let frames = gossip.channels.frames(of: channel)
        else {
            return .error(Reason.historyNotHeld)
        }
        turns.budget.spend(records: looks.taken)
        var messages: [PastMessage] = []
        var room = HistoryRoom()
        for place in page.places.reversed() {
            let message = frames.withBytes(from: place.range.lowerBound, to: place.range.upperBound) {
                PastMessage(place.id, inFrame: $0)
            }
            turns.budget.spend(jsonBytes: message.checkedBytes)
            guard room.takes(message) else { break }
            messages.append(message)
        }
        turns.budget.spend(chatMessages: 1 + messages.count / 8)
        let isCut = messages.count < page.places.count
        return .history(before: before, messages.reversed(), hasMore: isCut || page.hasMore)
    }

    /// How many messages a turn tells of at most that a neighbour has confirmed: after a pause it confirms tens of thousands.
    private static let copiesPerTurn = 2048

    /// What it costs to find one of them and to tell of it, in messages.
    private static let messagesPerCopy = 3

    /// Tells the senders of messages that a neighbour has confirmed.
    mutating func acknowledgeCopies() {
        guard rooms.awaitsCopies else { return }
        var copies = rooms.takeConfirmed(atMost: turns.budget.part(Self.copiesPerTurn), with: gossip)[...]
        turns.budget.spend(messages: Self.messagesPerCopy * copies.count)
        while let reference = copies.first?.client {
            // Those of one client in a row.
            let own = copies.prefix { $0.client == reference }.prefix(GatheredAcknowledgements.limit)
            copies = copies.dropFirst(own.count)
            guard let client = client(reference) else { continue }
            if client.seat?.outlet.gathers == true {
                tell(client, .acknowledgements(own.map { Acknowledgement(key: $0.key, id: $0.id) }, copies: 2))
            } else {
                for copy in own { tell(client, .acknowledgement(key: copy.key, id: copy.id, copies: 2)) }
            }
            serving.wake(client)
        }
    }

    /// Sends one client an event; one that leaves too many of them unread is closed.
    ///
    /// Who was sent a close frame gets none: nothing follows that.
    mutating func tell(_ client: Client, _ event: ChatEvent) {
        guard client.stage == .open else { return }
        put(for: client) { $0.append(event.frame) }
        guard client.outgoing.unreadCount > Self.unreadPrivateBytes else { return }
        if client.outgoing.isHeld { releaseHeldClients() }
        // All that its socket takes: what is left then is what it does not read. What its channel has comes in its turn.
        serving.sendOwn(to: client, &turns.budget)
        workForServing()
        guard client.outgoing.unreadCount > Self.unreadPrivateBytes else { return }
        close(client, code: CloseCode.policyViolation, reason: Reason.tooMuchUnread)
    }
}
