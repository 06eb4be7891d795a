import BroadcastMesh

extension WholeScenario {
    /// The mesh, as its files say it.
    var configurations: [MeshConfiguration] { [false, true].map { configuration(isRevised: $0) } }

    /// Whether programs that embed nodes make the mesh themselves: in code it cannot have all that a file can.
    var isMadeInCode: Bool {
        !servesMore && !hasSealedDoors && terrain.features.isDisjoint(with: [.namedHosts, .laterNamedHosts])
            && crowd.guests.contains { if case .program = $0.kind { true } else { false } }
    }
}

/// Meshes that programs make in code.
extension WholeMesh {
    /// The mesh of a file, made in code.
    ///
    /// - Throws: When it is said to have a mistake.
    static func made(as file: MeshConfiguration) throws(ConfigurationError) -> MeshConfiguration {
        var nodes: [NodeConfiguration] = []
        for node in file.nodes {
            var peers: [PeerConfiguration] = []
            for peer in node.peers { peers.append(try PeerConfiguration(peer.name, over: peer.transport)) }
            nodes.append(
                try NodeConfiguration(node.name, http: "\(node.http)", gossip: "\(node.gossip)", peers: peers)
            )
        }
        return try MeshConfiguration(
            nodes: nodes,
            keys: file.keys,
            origins: file.origins,
            limits: file.limits,
            retention: file.retention
        )
    }

    /// What is made in code is what the file says, and what is wrong with it is told.
    mutating func judgeMaking() {
        guard scenario.isMadeInCode else { return }
        for file in scenario.configurations {
            do throws(ConfigurationError) {
                guard try Self.made(as: file) != file || scenario.sabotage == .acceptMistake else { continue }
                judge.object(.strangely(what: "code", node: "n0", shown: "another mesh than a file"))
            } catch {
                judge.object(.strangely(what: "code", node: "n0", shown: "\(error)"))
            }
        }
        for number in 0..<Self.mistakeCount {
            do throws(ConfigurationError) {
                _ = try Self.mistaken(number, scenario.configurations[0])
                judge.object(.strangely(what: "code", node: "n0", shown: "a mesh with a mistake"))
            } catch {
                judge.note(file: Array("\(error)".utf8))
            }
        }
    }

    /// The mesh of a file, made in code, unless that fails: then it is told in the end.
    static func remade(_ file: MeshConfiguration) -> MeshConfiguration {
        do throws(ConfigurationError) { return try made(as: file) } catch { return file }
    }

    /// Meshes that cannot be: without a host, with a key that is short or there twice, with too many of them, with a peer that
    /// nobody is or at an address that is none, and with a path that no browser asks for.
    private static func mistaken(_ number: Int, _ mesh: MeshConfiguration) throws(ConfigurationError)
        -> MeshConfiguration
    {
        switch number {
        case 0: return try MeshConfiguration(nodes: [NodeConfiguration("n0", http: "8000")])
        case 1: return try MeshConfiguration(nodes: mesh.nodes, keys: [Secret([1])])
        case 2: return try MeshConfiguration(nodes: mesh.nodes, keys: keys([7, 7]))
        case 3: return try MeshConfiguration(nodes: mesh.nodes, keys: keys(Array(0..<9)))
        case 4: return try MeshConfiguration(nodes: [NodeConfiguration("n0", peers: ["nobody"])])
        case 5:
            return try MeshConfiguration(nodes: [NodeConfiguration("n0", peers: [PeerConfiguration("n1", at: "1")])])
        default: return try MeshConfiguration(nodes: [NodeConfiguration("n0", url: "http://n0.example/./a")])
        }
    }

    private static let mistakeCount = 7

    private static func keys(_ bytes: [UInt8]) -> [Secret] { bytes.map { Secret([UInt8](repeating: $0, count: 32)) } }
}
