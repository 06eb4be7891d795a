import Gossip
import JSON
import WebSocket

/// What a client of the channel protocol remembers from one connection to the next: how far it is, and what it posted that
/// nobody has said is held.
struct RelayProgram {
    /// What a node tells it.
    enum News {
        /// A message.
        case message(MessageType, [UInt8])

        /// So many messages are not held any more.
        case gap(Int)

        /// What it posted is held.
        case acknowledged(RelayMessage)

        /// What it has heard before, as its key says; or nothing that concerns it.
        case nothing

        /// What no node says.
        case nonsense(String)
    }

    private var position: Position?

    /// What it has still to post, or to post again, the oldest first.
    private(set) var pending: [RelayMessage] = []

    /// What it has heard that had a key.
    private var heardKeys: Set<String> = []

    /// Whether it goes on where it was; not before a node has told it where that is.
    var knowsPosition: Bool { position != nil }

    /// What it asks for.
    var query: String { position.map { "?after=\($0)" } ?? "?history=0" }

    /// Has something to post.
    mutating func add(_ messages: [RelayMessage]) { pending += messages }

    /// A message as it posts it.
    static func payload(of message: RelayMessage) -> [UInt8] {
        let isText = message.type == .text
        let object = JSONWriter.object { writer in
            writer.member("event", "post")
            if isText { writer.member("data", String(decoding: message.bytes, as: UTF8.self)) }
            writer.member("key", message.key)
        }
        return isText ? object : object + [0x0A] + message.bytes
    }

    /// Takes in what a node says.
    mutating func read(_ type: MessageType, _ bytes: [UInt8]) -> News {
        let line = type == .text ? bytes[...] : bytes.prefix { $0 != 0x0A }
        let object = Array(line)
        guard let event = try? JSONValue(parsing: object.span) else {
            return .nonsense(String(decoding: object.prefix(80), as: UTF8.self))
        }
        switch event["event"]?.string {
        case "attached":
            guard let told = Position(event["position"]?.string ?? "?") else { return .nonsense("attached") }
            position = told
            return .nothing
        case "gap": return .gap(event["lost"]?.integer ?? 0)
        case "ack": return acknowledge(event)
        case "message":
            let rest = Array(bytes.dropFirst(line.count + 1))
            return hear(event, type == .text ? event["data"]?.string.map { Array($0.utf8) } : rest, type)
        case let name: return .nonsense(name ?? "an event without a name")
        }
    }

    private mutating func acknowledge(_ event: JSONValue) -> News {
        guard let key = event["key"]?.string, let copies = event["copies"]?.integer, (1...2).contains(copies) else {
            return .nonsense("ack")
        }
        guard let place = pending.firstIndex(where: { $0.key == key }) else { return .nothing }
        return .acknowledged(pending.remove(at: place))
    }

    private mutating func hear(_ event: JSONValue, _ data: [UInt8]?, _ type: MessageType) -> News {
        guard let data, let text = event["id"]?.string, let seen = Position(text), let id = seen.entries.first,
            event["node"]?.string == id.node
        else { return .nonsense("message") }
        position?.advance(to: id)
        if let key = event["key"]?.string, !heardKeys.insert(key).inserted { return .nothing }
        return .message(type, data)
    }
}
