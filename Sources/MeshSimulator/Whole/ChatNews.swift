import ChannelProtocol
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

    /// So many messages are not held any more, and up to where it need not be told of them again; empty for not known.
    case gap(Int, after: String = "")

    /// A message is held, and written, by so many nodes.
    case acknowledged(key: String, id: String, copies: Int)

    /// What was said before a message, the oldest first, and whether there is more before that.
    case history(before: String, [ChatLine], more: Bool)

    /// That message is not held there.
    case notHeld

    /// Something else.
    case other(String)

    /// Reads a text frame, by itself: the judge trusts no writer or reader of those that it judges.
    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let event = try? JSONValue(parsing: bytes.span), let name = event[EventMember.event]?.string else {
            self = .other(text)
            return
        }
        switch EventName(rawValue: name) {
        case .attached:
            let node = event[EventMember.node]?.string ?? ""
            self = .attached(position: event[EventMember.position]?.string ?? "", node: node)
        case .sendMessage: self = .message(ChatLine(event, payload: bytes))
        case .updateUsers:
            guard case .list(let names) = event[EventMember.usernames] else { self = .other(text); return }
            self = .users(names.compactMap(\.string), nodes: event[EventMember.nodes].map(Self.strings))
        case .usersChanged:
            let left = event[EventMember.left]?.list?.compactMap(\.string) ?? []
            self = .usersChanged(joined: event[EventMember.joined].map(Self.strings) ?? [:], left: left)
        case .gap:
            let after = event[EventMember.after]?.string ?? ""
            self = .gap(event[EventMember.lost]?.integer ?? 0, after: after)
        case .acknowledgement:
            self = .acknowledged(
                key: event[EventMember.key]?.string ?? "",
                id: event[EventMember.id]?.string ?? "",
                copies: event[EventMember.copies]?.integer ?? 0
            )
        case .history:
            guard let before = event[EventMember.before]?.string, let lines = event[EventMember.messages]?.list,
                case .boolean(let more)? = event[EventMember.more]
            else { self = .other(text); return }
            self = .history(before: before, lines.map { ChatLine($0, payload: []) }, more: more)
        case .error where event[EventMember.reason]?.string == Reason.historyNotHeld: self = .notHeld
        case .error, .message, .post, .posts, nil: self = .other(text)
        }
    }

    /// Whether it is what a client is told first, which all ask for what was said before.
    var tellsPlace: Bool { if case .attached = self { true } else { false } }

    private static func strings(_ value: JSONValue) -> [String: String] {
        guard case .object(let members) = value else { return [:] }
        return members.compactMapValues(\.string)
    }
}

extension ChatLine {
    /// Reads a `send-message`.
    fileprivate init(_ event: JSONValue, payload: [UInt8]) {
        text = event[EventMember.message]?.string ?? ""
        username = event[EventMember.username]?.string ?? ""
        key = event[EventMember.key]?.string
        id = event[EventMember.id]?.string ?? ""
        node = event[EventMember.node]?.string ?? ""
        time = event[EventMember.time]?.number ?? 0
        self.payload = payload
    }
}
