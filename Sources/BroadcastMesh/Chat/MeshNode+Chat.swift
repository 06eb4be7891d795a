import Bytes
import Gossip
import HTTP
import WebSocket

extension MeshNode {
    /// Lets a client whose connection was just opened into a chat, or closes it with the reason why not.
    func enterChat(_ client: Client, _ query: Query) {
        do throws(ChatRefusal) {
            let entry = try ChatEntry(
                username: query["username"],
                channel: query["channel"],
                session: query["session"],
                history: query["history"]
            )
            let channel = gossip.openChannel(.chat, named: entry.channel)
            guard let claim = gossip.join(entry.username, in: channel, at: now) else {
                gossip.closeChannel(channel)
                throw .usernameTaken(entry.username)
            }
            holders[claim] = client.reference
            attach(client, to: channel, as: User(name: entry.username, claim: claim))
            // Also to a client whose arrival changes nothing for the others.
            handleChangedUsers(in: channel)
        } catch {
            close(client, code: ChatRefusal.closeCode, reason: error.reason)
        }
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
            close(client, code: CloseCode.unsupportedData, reason: "A chat takes text only")
            return
        }
        guard let channel = client.seat.map({ Int($0.channel) }) else { return }
        switch client.decoder.withBytes(of: payload, in: buffer, { chat.decode($0) }) {
        case .ignored:
            break
        case .malformed(let reason):
            tell(client, .error(reason))
        case .say(let message, let key):
            postedCount += 1
            postedBytes += message.utf8.count
            _ = gossip.post(in: channel, at: now) { stamp in
                frame(
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
        }
    }

    /// Sends one client an event; one that leaves too many of them unread is closed.
    private func tell(_ client: Client, _ event: ChatEvent) {
        client.privateBytes += frame(event)
        guard client.unreadPrivateBytes > Self.unreadPrivateBytes else { return }
        advance(client)
        guard client.unreadPrivateBytes > Self.unreadPrivateBytes else { return }
        close(client, code: CloseCode.policyViolation, reason: "Too much is unread")
    }

    /// An event as the frame that clients get.
    func frame(_ event: ChatEvent) -> [UInt8] {
        let payload = chat.encode(event)
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
}
