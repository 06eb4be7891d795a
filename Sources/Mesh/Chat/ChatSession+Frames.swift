import JSON
import MeshClient

extension ChatSession {
    /// Takes in an event of the node.
    mutating func handle(_ event: JSONValue, at now: Int64) -> [ChatAction] {
        switch event["event"]?.string {
        case "attached": return handleAttached(event, at: now)
        case "ack":
            if let key = event["key"]?.string, let copies = event["copies"]?.integer {
                own.acknowledge(key, as: event["id"]?.string ?? "", copies: copies)
            }
            return []
        case "send-message":
            guard let text = event["message"]?.string, let author = event["username"]?.string else { return [] }
            if let id = event["id"]?.string { position.see(id) }
            // What was sent again to the other side of a partition exists twice.
            if let key = event["key"]?.string, !shown.insert("\(key) \(author)") { return [] }
            return [.show(.message(text, by: author))]
        case "update-users": return present.handleList(event).map(ChatAction.show)
        case "users-changed": return present.handleChange(event).map(ChatAction.show)
        case "gap": return [.show(.lost(event["lost"]?.integer ?? 0))]
        case "error":
            if liveness.isAsking {
                liveness.settle()
                return []
            }
            return [.show(.refused(event["reason"]?.string ?? "the node did not say why"))]
        default: return []
        }
    }

    private mutating func handleAttached(_ event: JSONValue, at now: Int64) -> [ChatAction] {
        canResume = true
        // Who began under TLS does not go on without it, as browsers do not.
        let schemes = person.home.isSecure ? ["https://"] : ["http://", "https://"]
        let urls = NodeURL.valid(of: (event["peers"]?.list ?? []).compactMap(\.string)).filter { url in
            schemes.contains { url.hasPrefix($0) }
        }
        let peers = urls.compactMap { try? NodeAddress($0) }
        tour.replace(with: peers + [person.home])
        position = ReadPosition(event["position"]?.string ?? "")
        own.open(event["run"]?.string, rate: event["messages_per_second"]?.integer)
        return say(at: now)
    }

    /// What was said and may go to the node.
    mutating func say(at now: Int64) -> [ChatAction] { own.say(at: now).map(Self.sending) }

    /// What sends an own message.
    static func sending(_ message: OwnMessages.Message) -> ChatAction { .send(frame(message)) }

    /// The frame that says an own message.
    static func frame(_ message: OwnMessages.Message) -> String {
        let json = JSONWriter.object { writer in
            writer.member("event", "send-message")
            writer.member("message", message.text)
            writer.member("key", message.key)
        }
        return String(decoding: json, as: UTF8.self)
    }
}
