import ChannelProtocol
import JSON
import MeshClient

extension ChatSession {
    /// Takes in an event of the node.
    mutating func handle(_ event: JSONValue, at now: Int64) -> [ChatAction] {
        switch event[EventMember.event]?.string.flatMap(EventName.init(rawValue:)) {
        case .attached: return handleAttached(event, at: now)
        case .acknowledgement:
            if let key = event[EventMember.key]?.string, let copies = event[EventMember.copies]?.integer {
                own.acknowledge(key, as: event[EventMember.id]?.string ?? "", copies: copies)
            }
            return []
        case .sendMessage:
            guard let text = event[EventMember.message]?.string, let author = event[EventMember.username]?.string
            else { return [] }
            if let id = event[EventMember.id]?.string { position.see(id) }
            // What was sent again to the other side of a partition exists twice.
            if let key = event[EventMember.key]?.string, !shown.insert("\(key) \(author)") { return [] }
            return [.show(.message(text, by: author))]
        case .updateUsers: return present.handleList(event).map(ChatAction.show)
        case .usersChanged: return present.handleChange(event).map(ChatAction.show)
        case .gap:
            position.pass(event[EventMember.after]?.string ?? "")
            return [.show(.lost(event[EventMember.lost]?.integer ?? 0))]
        case .error:
            if liveness.isAsking {
                liveness.settle()
                return []
            }
            return [.show(.refused(event[EventMember.reason]?.string ?? "the node did not say why"))]
        case .message, .post, .posts, .history, nil: return []
        }
    }

    private mutating func handleAttached(_ event: JSONValue, at now: Int64) -> [ChatAction] {
        canResume = true
        // Who began under TLS does not go on without it, as browsers do not.
        let schemes = person.home.isSecure ? ["https://"] : ["http://", "https://"]
        let urls = NodeURL.valid(of: (event[EventMember.peers]?.list ?? []).compactMap(\.string)).filter { url in
            schemes.contains { url.hasPrefix($0) }
        }
        let peers = urls.compactMap { try? NodeAddress($0) }
        tour.replace(with: peers + [person.home])
        position = ReadPosition(event[EventMember.position]?.string ?? "")
        own.open(event[EventMember.run]?.string, rate: event[EventMember.messagesPerSecond]?.integer)
        return say(at: now)
    }

    /// What was said and may go to the node.
    mutating func say(at now: Int64) -> [ChatAction] { own.say(at: now).map(Self.sending) }

    /// What sends an own message.
    static func sending(_ message: OwnMessages.Message) -> ChatAction { .send(frame(message)) }

    /// The frame that says an own message.
    static func frame(_ message: OwnMessages.Message) -> String {
        String(decoding: ChatRequest.message(message.text, key: message.key), as: UTF8.self)
    }
}
