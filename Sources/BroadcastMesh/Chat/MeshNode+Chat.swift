import Bytes
import Gossip
import HTTP
import WebSocket

extension MeshNode {
    /// Lets a client whose connection was just opened into a chat, or closes it with the reason why not.
    func enterChat(_ client: Client, _ entry: Result<ChatEntry, ChatRefusal>) {
        do throws(ChatRefusal) {
            let entry = try entry.get()
            let channel = gossip.openChannel(.chat, named: entry.channel)
            guard let claim = gossip.join(entry.username, in: channel, session: entry.session, at: now) else {
                gossip.closeChannel(channel)
                throw .usernameTaken(entry.username)
            }
            holders[claim] = client.reference
            let reading = entry.request.map { begin($0, for: client, in: channel) }
            let user = User(name: entry.username, claim: claim, hearsChanges: entry.hearsChanges)
            attach(client, to: channel, as: user, reading: reading)
            // Also to a client whose arrival changes nothing for the others.
            handleChangedUsers(in: channel)
        } catch {
            close(client, code: ChatRefusal.closeCode, reason: error.reason)
        }
    }

    /// Tells a client where it is, and what it can no longer have; then it reads.
    private func begin(_ request: ReplayRequest, for client: Client, in channel: Int) -> Reading {
        switch request {
        case .history(let count):
            let (reading, position) = gossip.replay(history: count, in: channel)
            tell(client, .attached(node: node.name, peers: peerURLs, position: position))
            return reading
        case .after(let position):
            let (reading, lost) = gossip.replay(after: position, in: channel)
            tell(client, .attached(node: node.name, peers: peerURLs, position: gossip.shortened(position)))
            if lost > 0 { tell(client, .gap(lost: lost)) }
            return reading
        }
    }

    /// Where a client could go when this node is gone: the nodes that can be reached first, then the others.
    private var peerURLs: [String] {
        let reachable = gossip.nodeReports.filter { $0.name != node.name }
        let others = configuration.nodes.filter { other in
            other.name != node.name && !reachable.contains { $0.name == other.name }
        }
        // A node that listens on every address, and was not told which of them is for browsers, says none.
        return reachable.map(\.url).filter { !$0.isEmpty } + others.compactMap(\.publicURL)
    }

    /// Takes in one message of a chat client.
    func handleChatMessage(
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
        switch client.decoder.withBytes(of: payload, in: buffer, { ChatCommand(decoding: $0) }) {
        case .ignored:
            break
        case .malformed(let reason):
            tell(client, .error(reason))
        case .say(let message, let key):
            say(message, key: key, as: user, in: channel, from: client)
        }
    }

    private func say(_ message: String, key: String?, as user: User, in channel: Int, from client: Client) {
        fanOut.notePost(bytes: message.utf8.count)
        let encode = { (stamp: Stamp) in
            self.frame(
                .message(
                    message,
                    by: user.name,
                    key: key,
                    id: stamp.id.description,
                    node: stamp.id.node,
                    time: stamp.time
                )
            )
        }
        guard let key else {
            _ = gossip.post(in: channel, at: now, encode: encode)
            return
        }
        let result = gossip.post(in: channel, key: MessageKey(key, by: user.name, salt: salt), at: now, encode: encode)
        acknowledge(result, key: key, to: client)
    }

    /// Sends one client an event; one that leaves too many of them unread is closed.
    func tell(_ client: Client, _ event: ChatEvent) {
        put(for: client) { $0.append(frame(event)) }
        guard client.outgoing.unreadCount > Self.unreadPrivateBytes else { return }
        if client.outgoing.isHeld { releaseHeldClients() }
        advance(client)
        guard client.outgoing.unreadCount > Self.unreadPrivateBytes else { return }
        close(client, code: CloseCode.policyViolation, reason: "Too much is unread")
    }

    /// An event as the frame that clients get.
    func frame(_ event: ChatEvent) -> [UInt8] {
        let payload = event.json
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + FrameHeader.longestLength)
        Frame.encodeServer(.text, payload.span, into: &bytes)
        return bytes
    }

    /// Closes a client whose name belongs, now that a partition has healed, to somebody who had it earlier.
    func handleLostClaim(_ claim: Claim) {
        guard let client = holders[claim].flatMap({ client($0) }), let user = client.seat?.user else { return }
        close(client, code: ChatRefusal.closeCode, reason: ChatRefusal.usernameTaken(user.name).reason)
    }

    /// Closes a connection whose client came back over another one.
    func handleReplacedClaim(_ claim: Claim) {
        guard let client = holders[claim].flatMap({ client($0) }) else { return }
        close(client, code: ChatRefusal.closeCode, reason: ChatRefusal.replaced.reason)
    }
}
