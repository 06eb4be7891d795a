import JSON

/// What a node answers to `GET /status`, as far as it is shown.
struct NodeStatus {
    struct Link {
        var peer: String
        var transport: String
        var state: String
        var roundTripMs: Double?
        var sentBytes: Int
        var receivedBytes: Int
        var sentMessages: Int
        var receivedMessages: Int
        var duplicates: Int
        var isSealed: Bool
        var differs: [String]
    }

    struct Node {
        var name: String
        var http: String
        var links: [String]
    }

    struct User {
        var username: String
        var node: String
        var channel: String
    }

    struct Channel {
        var kind: String
        var name: String
        var clients: Int
        var messages: Int
        var bytes: Int
        var transcript: String
        var lost: Int
    }

    struct Messages {
        var posted: Int
        var received: Int
        var delivered: Int
        var duplicates: Int
        var lost: Int
    }

    var node: String
    var epoch: Int
    var version: String
    var uptimeSeconds: Double
    var links: [Link]
    var nodes: [Node]
    var users: [User]
    var clients: Int
    var channels: [Channel]
    var messages: Messages
}

extension NodeStatus {
    /// Decodes the answer; `nil` when it is none of a node.
    ///
    /// What a later version adds is passed over.
    init?(decoding json: [UInt8]) {
        guard let status = try? JSONValue(parsing: json.span),
            let node = status["node"]?.string, let epoch = status["epoch"]?.integer,
            let version = status["version"]?.string, let uptimeSeconds = status["uptime_seconds"]?.number,
            let clients = status["clients"]?.integer, let messages = status["messages"].flatMap(Messages.init),
            let links = status["links"]?.list?.whole(Link.init), let nodes = status["nodes"]?.list?.whole(Node.init),
            let users = status["users"]?.list?.whole(User.init),
            let channels = status["channels"]?.list?.whole(Channel.init)
        else { return nil }
        self.init(
            node: node,
            epoch: epoch,
            version: version,
            uptimeSeconds: uptimeSeconds,
            links: links,
            nodes: nodes,
            users: users,
            clients: clients,
            channels: channels,
            messages: messages
        )
    }
}

extension NodeStatus.Link {
    fileprivate init?(_ json: JSONValue) {
        guard let peer = json["peer"]?.string, let transport = json["transport"]?.string,
            let state = json["state"]?.string, let sentBytes = json["sent_bytes"]?.integer,
            let receivedBytes = json["received_bytes"]?.integer, let sentMessages = json["sent_messages"]?.integer,
            let receivedMessages = json["received_messages"]?.integer, let duplicates = json["duplicates"]?.integer
        else { return nil }
        self.init(
            peer: peer,
            transport: transport,
            state: state,
            roundTripMs: json["round_trip_ms"]?.number,
            sentBytes: sentBytes,
            receivedBytes: receivedBytes,
            sentMessages: sentMessages,
            receivedMessages: receivedMessages,
            duplicates: duplicates,
            isSealed: json["sealed"] == .boolean(true),
            differs: json["differs"]?.list?.compactMap(\.string) ?? []
        )
    }
}

extension NodeStatus.Node {
    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let http = json["http"]?.string,
            let links = json["links"]?.list?.whole(\.string)
        else { return nil }
        self.init(name: name, http: http, links: links)
    }
}

extension NodeStatus.User {
    fileprivate init?(_ json: JSONValue) {
        guard let username = json["username"]?.string, let node = json["node"]?.string,
            let channel = json["channel"]?.string
        else { return nil }
        self.init(username: username, node: node, channel: channel)
    }
}

extension NodeStatus.Channel {
    fileprivate init?(_ json: JSONValue) {
        guard let kind = json["kind"]?.string, let name = json["name"]?.string, let clients = json["clients"]?.integer,
            let messages = json["messages"]?.integer, let bytes = json["bytes"]?.integer,
            let transcript = json["transcript"]?.string, let lost = json["lost"]?.integer
        else { return nil }
        self.init(
            kind: kind,
            name: name,
            clients: clients,
            messages: messages,
            bytes: bytes,
            transcript: transcript,
            lost: lost
        )
    }
}

extension NodeStatus.Messages {
    fileprivate init?(_ json: JSONValue) {
        guard let posted = json["posted"]?.integer, let received = json["received"]?.integer,
            let delivered = json["delivered"]?.integer, let duplicates = json["duplicates"]?.integer,
            let lost = json["lost"]?.integer
        else { return nil }
        self.init(posted: posted, received: received, delivered: delivered, duplicates: duplicates, lost: lost)
    }
}

extension [JSONValue] {
    /// All elements as something else; `nil` if one of them is none.
    fileprivate func whole<Made>(_ make: (JSONValue) -> Made?) -> [Made]? {
        let made = compactMap(make)
        return made.count == count ? made : nil
    }
}
