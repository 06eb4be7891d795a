import JSON

/// What a node tells a client of a chat, as the contract has it.
enum ChatNews: Equatable {
    /// The client's position before anything else comes.
    case attached(position: String)

    /// A message.
    case message(String, id: String)

    /// Everybody in the channel.
    case users([String])

    /// So many messages are not held any more.
    case gap(Int)

    /// A message is held, and written, by so many nodes.
    case acknowledged(key: String, id: String, copies: Int)

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
        case "attached": self = .attached(position: event["position"]?.string ?? "")
        case "send-message":
            self = .message(event["message"]?.string ?? "", id: event["id"]?.string ?? "")
        case "update-users":
            guard case .list(let names) = event["usernames"] else { self = .other(text); return }
            self = .users(names.compactMap(\.string))
        case "gap": self = .gap(event["lost"]?.integer ?? 0)
        case "ack":
            self = .acknowledged(
                key: event["key"]?.string ?? "",
                id: event["id"]?.string ?? "",
                copies: event["copies"]?.integer ?? 0
            )
        default: self = .other(text)
        }
    }
}
