import BroadcastMesh
import Reactor

/// Files with one mistake each: what is wrong is told, and where.
extension WholeMesh {
    /// A file that is refused.
    private struct Mistake {
        /// What it says of two nodes, and at the top.
        var peers = (#""n1""#, "")
        var gossip = "127.0.0.1:7000"
        var rest = ""

        /// Where the mistake is, and what is told of it.
        var place: String
        var words: String

        var file: String {
            let first = #"{"name":"n0","http":"127.0.0.1:8000","gossip":"\#(gossip)","peers":[\#(peers.0)]}"#
            let second = #"{"name":"n1","http":"127.0.0.1:8001","gossip":"127.0.0.1:7001","peers":[\#(peers.1)]}"#
            return #"{"nodes":[\#(first),\#(second)]\#(rest)}"#
        }
    }

    private static let mistakes: [Mistake] = [
        Mistake(peers: (#""n1","n0""#, ""), place: "nodes[0].peers[1]", words: "cannot be a peer of itself"),
        Mistake(peers: (#""n1",{"name":"n1"}"#, ""), place: "nodes[0].peers[1]", words: #"peers[0] is "n1" already"#),
        Mistake(
            peers: (#"{"name":"n1","transport":"udp"}"#, #""n0""#),
            place: "nodes[1].peers[0]",
            words: #""n1" wants tcp, but "n0" wants udp"#
        ),
        Mistake(
            peers: (#"{"name":"n1","transport":"sctp"}"#, ""),
            place: "nodes[0].peers[0].transport",
            words: #"wanted "tcp" or "udp""#
        ),
        Mistake(gossip: "192.0.2.1:7000", place: "nodes[0].gossip", words: "192.0.2.1 is not loopback"),
        Mistake(rest: #","key":"short.key""#, place: "key", words: "at least 16"),
    ]

    /// Reads them, and files that cannot be read at all.
    mutating func judgeMistakes() {
        for mistake in Self.mistakes {
            expect(mistake.place, mistake.words, on: WholeFiles.disk(with: Array(mistake.file.utf8)))
        }
        let sound = Mistake(place: "", words: "")
        let disk = WholeFiles.disk(with: Array(sound.file.utf8))
        expect("MESH_KEY", "at least 16", ["MESH_KEY": "short"], on: disk)
        expect("etc/other.json", "there is no such file", of: "etc/other.json", on: disk)
        expect("etc/broken.key", "it cannot be read", of: "etc/broken.key", on: disk)
        var large = disk
        large.readFile = { _, _ in nil }
        expect(WholeFiles.mesh, "it is larger than", on: large)
        judgeRewriting()
    }

    private mutating func expect(
        _ place: String,
        _ words: String,
        _ environment: [String: String] = [:],
        of path: String = WholeFiles.mesh,
        on disk: ConfigurationDisk
    ) {
        let told: String
        do throws(ConfigurationError) {
            _ = try MeshConfiguration(contentsOf: path, environment: environment, on: disk)
            told = "nothing"
        } catch {
            told = "\(error)"
        }
        guard !told.contains(place) || !told.contains(words) || scenario.sabotage == .acceptMistake else { return }
        judge.object(.strangely(what: "a file with a mistake at \(place)", node: "n0", shown: told))
    }

    /// What a mesh writes as its file is that mesh, wherever it can be read without another file.
    private mutating func judgeRewriting() {
        for mesh in configurations where mesh.keys.isEmpty && mesh.publicFiles == nil {
            guard mesh.nodes.allSatisfy({ $0.tls == nil }) else { continue }
            let isNumeric = mesh.nodes.allSatisfy { SocketAddress(numericHost: $0.gossip.host, port: 0) != nil }
            guard isNumeric else { continue }
            do throws(ConfigurationError) {
                guard try MeshConfiguration(parsing: mesh.json) != mesh else { continue }
                judge.object(.strangely(what: "a file", node: "n0", shown: "another mesh than it was written for"))
            } catch {
                judge.object(.strangely(what: "a file", node: "n0", shown: "\(error)"))
            }
        }
    }
}
