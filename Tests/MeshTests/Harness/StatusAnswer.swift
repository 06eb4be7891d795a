/// What `GET /status` says, as far as tests look at it.
struct StatusAnswer: Decodable, Sendable {
    struct Link: Decodable, Sendable {
        var peer: String
        var transport: String
        var state: String
        var duplicates: Int
    }

    struct Node: Decodable, Sendable {
        var name: String
        var epoch: Int
        var links: [String]
    }

    struct User: Decodable, Sendable {
        var username: String
        var node: String
        var channel: String
    }

    struct Channel: Decodable, Sendable {
        var kind: String
        var name: String
        var clients: Int
        var messages: Int
        var bytes: Int
        var transcript: String
        var lost: Int
    }

    struct Messages: Decodable, Sendable {
        var posted: Int
        var received: Int
        var delivered: Int
        var duplicates: Int
        var lost: Int
    }

    var node: String
    var epoch: Int
    var links: [Link]
    var nodes: [Node]
    var users: [User]
    var clients: Int
    var channels: [Channel]
    var messages: Messages

    /// A channel by its kind and name.
    func channel(_ kind: String, _ name: String) -> Channel? {
        channels.first { $0.kind == kind && $0.name == name }
    }
}
