import JSON

/// One message of a chat, as a client gets it.
struct ChatLine: Equatable, Sendable {
    /// The words.
    var text: String

    /// Who said them, and with which key.
    var username = ""
    var key: String?

    /// The message's ID, the node that it names, and its time in milliseconds.
    var id: String
    var node = ""
    var time = 0.0

    /// The frame's payload.
    var payload: [UInt8] = []
}

/// What a node tells a client of a chat, as the contract has it.
enum ChatNews: Equatable {
    /// The client's position before anything else comes, and the node that took it in.
    case attached(position: String, node: String)

    /// A message.
    case message(ChatLine)

    /// Everybody in the channel; to who asked for changes, on which node each is.
    case users([String], nodes: [String: String]?)

    /// Who came, on which node, and who left.
    case usersChanged(joined: [String: String], left: [String])

    /// So many messages are not held any more.
    case gap(Int)

    /// A message is held, and written, by so many nodes.
    case acknowledged(key: String, id: String, copies: Int)

    /// What was said before a message, the oldest first, and whether there is more before that.
    case history(before: String, [ChatLine], more: Bool)

    /// That message is not held there.
    case notHeld

    /// Something else.
    case other(String)

    /// Reads a text frame.
    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let event = try? JSONValue(parsing: bytes.span), let name = event["event"]?.string else {
            self = .other(text)
            return
        }
        switch name {
        case "attached":
            self = .attached(position: event["position"]?.string ?? "", node: event["node"]?.string ?? "")
        case "send-message": self = .message(ChatLine(event, payload: bytes))
        case "update-users":
            guard case .list(let names) = event["usernames"] else { self = .other(text); return }
            self = .users(names.compactMap(\.string), nodes: event["nodes"].map(Self.strings))
        case "users-changed":
            let left = event["left"]?.list?.compactMap(\.string) ?? []
            self = .usersChanged(joined: event["joined"].map(Self.strings) ?? [:], left: left)
        case "gap": self = .gap(event["lost"]?.integer ?? 0)
        case "ack":
            self = .acknowledged(
                key: event["key"]?.string ?? "",
                id: event["id"]?.string ?? "",
                copies: event["copies"]?.integer ?? 0
            )
        case "history":
            guard let before = event["before"]?.string, let lines = event["messages"]?.list,
                case .boolean(let more)? = event["more"]
            else { self = .other(text); return }
            self = .history(before: before, lines.map { ChatLine($0, payload: []) }, more: more)
        case "error" where event["reason"]?.string?.hasSuffix("is not held") == true: self = .notHeld
        default: self = .other(text)
        }
    }

    private static func strings(_ value: JSONValue) -> [String: String] {
        guard case .object(let members) = value else { return [:] }
        return members.compactMapValues(\.string)
    }
}

extension ChatLine {
    /// Reads a `send-message`.
    fileprivate init(_ event: JSONValue, payload: [UInt8]) {
        text = event["message"]?.string ?? ""
        username = event["username"]?.string ?? ""
        key = event["key"]?.string
        id = event["id"]?.string ?? ""
        node = event["node"]?.string ?? ""
        time = event["time"]?.number ?? 0
        self.payload = payload
    }
}
