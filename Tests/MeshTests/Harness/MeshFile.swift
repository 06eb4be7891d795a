import FoundationEssentials

/// What a test writes into `mesh.json`.
struct MeshFile: Encodable {
    struct Node: Encodable {
        var name: String
        var http = "127.0.0.1:0"
        var gossip = "127.0.0.1:\(FreePorts.next())"
        var url: String?
        var tls: TLS?
        var peers: [Peer] = []
    }

    struct TLS: Encodable {
        var certificate: String
        var key: String
    }

    struct Peer: Encodable {
        var name: String
        var transport = "tcp"
        var address: String?
    }

    struct Limits: Encodable {
        var messageBytes: Int?
        var clients: Int?
        var messagesPerSecond: Int?

        enum CodingKeys: String, CodingKey {
            case messageBytes = "message_bytes"
            case clients
            case messagesPerSecond = "messages_per_second"
        }
    }

    struct Retention: Encodable {
        var messages: Int?
        var bytes: Int?
        var seconds: Int?
    }

    var nodes: [Node]
    var key: String?
    var origins: [String]?
    var `public`: String?
    var limits: Limits?
    var retention: Retention?

    /// Writes the file into a folder, under a name of its own, and returns its path.
    func write(to folder: URL) throws -> String {
        let path = folder.appending(path: "mesh-\(UUID().uuidString).json").path()
        try write(over: path)
        return path
    }

    /// Writes the file in the place of an earlier one, at once.
    func write(over path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
    }

    /// The same mesh with a port of its own for the browsers of each node: then pages know each other's nodes.
    var withBrowserPorts: MeshFile {
        var file = self
        for node in file.nodes.indices { file.nodes[node].http = "127.0.0.1:\(FreePorts.next())" }
        return file
    }

    /// The names of the nodes, in their order.
    var names: [String] { nodes.map(\.name) }

    /// The gossip port of a node.
    func gossipPort(of name: String) -> UInt16 {
        nodes.first { $0.name == name }.flatMap { $0.gossip.split(separator: ":").last }.flatMap { UInt16($0) } ?? 0
    }

    /// Makes one side dial the other at another address: a proxy's.
    mutating func route(from dialler: String, to name: String, through port: UInt16) {
        for node in nodes.indices where nodes[node].name == dialler {
            for peer in nodes[node].peers.indices where nodes[node].peers[peer].name == name {
                nodes[node].peers[peer].address = "127.0.0.1:\(port)"
            }
        }
    }
}

/// The shapes of mesh that tests use; links are given by the numbers of their ends, the first one dials.
extension MeshFile {
    /// Any shape.
    static func graph(_ count: Int, links: [(Int, Int)], transport: String = "tcp") -> MeshFile {
        let names = (0..<count).map { "node-\($0)" }
        var file = MeshFile(nodes: names.map { Node(name: $0) })
        for (dialler, peer) in links {
            file.nodes[dialler].peers.append(Peer(name: names[peer], transport: transport))
        }
        return file
    }

    /// One node.
    static var single: MeshFile { graph(1, links: []) }

    /// Each node speaks to the next.
    static func line(_ count: Int, transport: String = "tcp") -> MeshFile {
        graph(count, links: (1..<count).map { ($0 - 1, $0) }, transport: transport)
    }

    /// As a line, and the last speaks to the first.
    static func ring(_ count: Int, transport: String = "tcp") -> MeshFile {
        graph(count, links: (0..<count).map { ($0, ($0 + 1) % count) }, transport: transport)
    }

    /// Everybody speaks to everybody.
    static func fullMesh(_ count: Int, transport: String = "tcp") -> MeshFile {
        let links = (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
        return graph(count, links: links, transport: transport)
    }

    /// Everybody speaks to the first.
    static func star(_ count: Int, transport: String = "tcp") -> MeshFile {
        graph(count, links: (1..<count).map { (0, $0) }, transport: transport)
    }

    /// Everybody speaks to its parent, two children each.
    static func tree(_ count: Int, transport: String = "tcp") -> MeshFile {
        graph(count, links: (1..<count).map { (($0 - 1) / 2, $0) }, transport: transport)
    }
}
