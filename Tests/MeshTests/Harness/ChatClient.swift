import BroadcastMesh
import FoundationEssentials
import MeshClient

/// The page of Deno's chat tutorial, as far as it speaks to its server.
///
/// It opens `/start_web_socket?username=`, sends `{"event":"send-message","message":…}` and understands two events.
struct ChatClient: Sendable {
    let username: String
    let listener: Listener

    /// One event from the server.
    struct Event: Decodable, Equatable, Sendable {
        var event: String
        var usernames: [String]?
        var username: String?
        var message: String?
        var id: String?
        var node: String?
        var time: Double?
        var reason: String?
    }

    private struct Command: Encodable {
        var event = "send-message"
        var message: String
    }

    /// Attaches to a node under a name; more of the query may follow.
    init(_ username: String, at node: NodeProcess, query: String = "") async throws {
        self.username = username
        listener = try await Listener(node, "/start_web_socket?username=\(username)\(query)")
    }

    /// Everything that the server sent.
    var events: [Event] {
        listener.texts.compactMap { try? JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
    }

    /// The list of users as it was last told.
    var usernames: [String] { events.last { $0.event == "update-users" }?.usernames ?? [] }

    /// What was said, with who said it.
    var conversation: [String] {
        events.filter { $0.event == "send-message" }.map { "\($0.username ?? "?"): \($0.message ?? "?")" }
    }

    /// Says something.
    func say(_ message: String) async throws {
        let command = try JSONEncoder().encode(Command(message: message))
        try await listener.client.send(text: String(decoding: command, as: UTF8.self))
    }
}
