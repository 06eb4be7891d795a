import FoundationEssentials

/// The chat's JSON, from and to a terminal.
enum ChatScreen {
    private struct Event: Decodable {
        var event: String
        var usernames: [String]?
        var username: String?
        var message: String?
        var reason: String?
    }

    private struct Command: Encodable {
        var event = "send-message"
        var message: String
    }

    /// The line that shows an event; `nil` for one that means nothing here.
    static func line(for json: String) -> String? {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(json.utf8)) else { return nil }
        switch event.event {
        case "update-users":
            return event.usernames.map { "* here: " + $0.map(TerminalText.line).joined(separator: ", ") }
        case "send-message":
            guard let username = event.username, let message = event.message else { return nil }
            return "\(TerminalText.line(username)): \(TerminalText.safe(message))"
        case "error":
            return "* not sent: \(TerminalText.line(event.reason ?? "the node did not say why"))"
        default:
            return nil
        }
    }

    /// What a line that was typed becomes.
    static func command(for line: String) throws -> String {
        String(decoding: try JSONEncoder().encode(Command(message: line)), as: UTF8.self)
    }
}
