import FoundationEssentials

/// What a node answers to `GET /status`, as far as it is shown.
struct NodeStatus: Decodable {
    struct Link: Decodable {
        var peer: String
        var transport: String
        var state: String
        var roundTripMs: Double?
        var sentBytes: Int
        var receivedBytes: Int
        var sentMessages: Int
        var receivedMessages: Int
        var duplicates: Int
    }

    struct Node: Decodable {
        var name: String
        var epoch: UInt64
        var http: String
        var links: [String]
    }

    struct User: Decodable {
        var username: String
        var node: String
        var channel: String
    }

    struct Channel: Decodable {
        var kind: String
        var name: String
        var clients: Int
        var messages: Int
        var bytes: Int
        var transcript: String
        var lost: Int
    }

    struct Messages: Decodable {
        var posted: Int
        var received: Int
        var delivered: Int
        var duplicates: Int
        var lost: Int
    }

    var node: String
    var epoch: UInt64
    var version: String
    var uptimeSeconds: Double
    var links: [Link]
    var nodes: [Node]
    var users: [User]
    var clients: Int
    var channels: [Channel]
    var messages: Messages

    /// Decodes the answer; `nil` when it is none of a node.
    init?(decoding json: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let status = try? decoder.decode(NodeStatus.self, from: Data(json)) else { return nil }
        self = status
    }
}
