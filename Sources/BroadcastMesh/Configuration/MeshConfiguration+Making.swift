import Reactor

extension MeshConfiguration {
    /// Makes a mesh in code, and checks it as `mesh.json` is checked.
    ///
    ///     let mesh = try MeshConfiguration(nodes: [
    ///         .init("alpha", http: "127.0.0.1:8081", gossip: "127.0.0.1:7081", peers: ["bravo"]),
    ///         .init("bravo", http: "127.0.0.1:8082", gossip: "127.0.0.1:7082"),
    ///     ])
    ///
    /// Without a key this blocks while the hosts of the gossip addresses are looked up.
    ///
    /// - Parameters:
    ///   - nodes: The nodes, at least one.
    ///   - keys: The secrets that the nodes hold, of 16 bytes or more each, 8 at most; the first seals.
    ///   - origins: The origins that browsers may come from, beside those of the nodes; `["*"]` for all.
    ///   - limits: What a node takes from its clients.
    ///   - retention: What a node keeps.
    /// - Throws: The first mistake, and its place: `nodes[2].peers[0]`.
    public init(
        nodes: [NodeConfiguration],
        keys: [Secret] = [],
        origins: [String] = [],
        limits: ClientLimits = ClientLimits(),
        retention: Retention = Retention()
    ) throws(ConfigurationError) {
        self.nodes = nodes
        self.keys = keys
        self.origins = origins
        publicFiles = nil
        self.limits = limits
        self.retention = retention
        if let problem = SharedKey.problem(of: keys) {
            throw ConfigurationError(file: Self.inCode, place: "keys", problem: problem)
        }
        let checked = try MeshConfiguration(
            parsing: json,
            from: Self.inCode,
            in: .checking(hasKey: !keys.isEmpty)
        )
        self.origins = checked.origins
        self.limits = checked.limits
        self.retention = checked.retention
        for index in nodes.indices where nodes[index].url != nil { self.nodes[index].url = checked.nodes[index].url }
    }

    /// What a mesh is called in an error that stands in no file.
    private static let inCode = "MeshConfiguration"
}

extension NodeConfiguration {
    /// Makes a node in code; what is checked of it, the mesh checks.
    ///
    /// - Parameters:
    ///   - name: What the mesh calls it: 1 to 64 of `A-Z a-z 0-9 . _ -`.
    ///   - http: Where it serves browsers and other clients, as `host:port`; by default at any free port of loopback.
    ///   - gossip: Where its peers reach it, as `host:port`; by default nowhere, for a mesh of one.
    ///   - url: The address at which browsers reach it, when that is not `http` with its scheme before it.
    ///   - tls: What makes that HTTPS.
    ///   - peers: The nodes that it dials.
    /// - Throws: When `http` or `gossip` is no `host:port`.
    public init(
        _ name: String,
        http: String = "127.0.0.1:0",
        gossip: String = "127.0.0.1:0",
        url: String? = nil,
        tls: TLSConfiguration? = nil,
        peers: [PeerConfiguration] = []
    ) throws(ConfigurationError) {
        self.name = name
        self.http = try Endpoint(http, of: name, "http")
        self.gossip = try Endpoint(gossip, of: name, "gossip")
        self.url = url
        self.tls = tls
        self.peers = peers
    }
}

extension PeerConfiguration {
    /// Makes a peer in code.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - transport: How the two speak.
    ///   - address: Where to dial instead of its `gossip` address, as `host:port`.
    /// - Throws: When that is no `host:port`.
    public init(
        _ name: String,
        over transport: LinkTransport = .tcp,
        at address: String? = nil
    ) throws(ConfigurationError) {
        self.name = name
        self.transport = transport
        self.address = try address.map { address throws(ConfigurationError) in
            try Endpoint(address, of: name, "address")
        }
    }
}

extension PeerConfiguration: ExpressibleByStringLiteral {
    /// Makes a peer that is spoken to over TCP.
    public init(stringLiteral name: String) {
        self.init(name: name, transport: .tcp, address: nil)
    }
}

extension Endpoint {
    fileprivate init(_ text: String, of node: String, _ place: String) throws(ConfigurationError) {
        do throws(EndpointError) {
            try self.init(text)
        } catch {
            throw ConfigurationError(file: node, place: place, problem: "\"\(text)\": \(error)")
        }
    }
}

extension ConfigurationSurroundings {
    /// What a mesh is checked in that stands in no file: its names, and whether it has a key.
    fileprivate static func checking(hasKey: Bool) -> ConfigurationSurroundings {
        ConfigurationSurroundings(
            environmentKey: hasKey ? String(repeating: "x", count: SharedKey.shortest) : nil,
            readFile: { _ in nil },
            resolve: { host throws(SystemError) in try SocketAddress.resolve(host: host, port: 0) }
        )
    }
}
