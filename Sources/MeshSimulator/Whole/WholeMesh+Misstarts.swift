import BroadcastMesh
import Reactor

/// Programs that somebody starts beside a node that runs, or with what is not its own: none of them runs, each says why, and
/// the node goes on.
extension WholeMesh {
    /// Somebody starts one.
    mutating func misstart(_ host: Int, _ kind: WholeFault.Misstart) {
        guard hosts[host].process != nil, let disk = disk(of: host, for: kind) else { return }
        let before = disk.files
        let network = startProcess(on: host, for: .node(host))
        var reason = start(host, kind, on: disk, network)
        internet.kill(network.process)
        if scenario.sabotage == .startTwice { reason = "nothing" }
        judge.note(file: Array(reason.utf8))
        // Of a disk that may be damaged anything else may be told first.
        let isWell =
            !gear.names.isTroubled
            && hosts.allSatisfy { host in
                !host.disease.isDamaged && host.disease.troubles.isEmpty && host.disease.exhaustions == 0
                    && host.fate.interruption == nil
            }
        let isTold = kind.words.contains { reason.contains($0) }
        let keeps =
            kind == .twice || before.isEmpty && disk.files.allSatisfy(\.bytes.isEmpty) || isSame(before, disk.files)
        guard isWell, !isTold || !keeps else { return }
        let shown = isTold ? "\(reason), and other files than before" : reason
        judge.object(.strangely(what: "a start of a node (\(kind.rawValue))", node: "n\(host)", shown: shown))
    }

    /// What it is started on; `nil` where there is nothing for that.
    private func disk(of host: Int, for kind: WholeFault.Misstart) -> SimulatedDisk? {
        let seed = scenario.seed &+ UInt64(host) << 32 &+ UInt64(hosts[host].runs) << 48 &+ 2
        switch kind {
        case .twice: return hosts[host].disk
        case .elsewhere, .uncertified, .unknown: return SimulatedDisk(seed: seed)
        case .foreign:
            let other = (host + 1) % hosts.count
            let copy = hosts[other].disk.copied(seed: seed)
            return other == host || !copy.hasSegments ? nil : copy
        case .later:
            let copy = hosts[host].disk.copied(seed: seed)
            guard copy.hasSegments else { return nil }
            copy.rewrite { files in
                files.map { file in
                    guard file.bytes.count > EarlierSegments.magic.count else { return file }
                    var bytes = file.bytes
                    bytes[EarlierSegments.magic.count] = EarlierSegments.current + 1
                    return (file.name, bytes)
                }
            }
            return copy
        }
    }

    /// Starts it.
    ///
    /// - Returns: What it says.
    private func start(
        _ host: Int,
        _ kind: WholeFault.Misstart,
        on disk: SimulatedDisk,
        _ network: SimulatedNetwork
    ) -> String {
        let world = SimulatedWorld(
            of: internet,
            disk: disk,
            clock: hosts[host].clock,
            uptime: hosts[host].uptime,
            seed: scenario.seed,
            names: gear.names
        )
        var mesh = configurations[hosts[host].isRevised ? 1 : 0]
        if kind == .uncertified {
            let index = mesh.nodes.firstIndex { $0.name == "n\(host)" } ?? 0
            mesh.nodes[index].tls = TLSConfiguration(certificate: "certificate.pem", key: "certificate.key")
        }
        do throws(MeshNodeError) {
            var node = try SteppedNode(
                kind == .unknown ? "nobody" : "n\(host)",
                of: mesh,
                storage: StorageSettings(directory: "data", fsync: scenario.fsync),
                log: log(of: host),
                sealedBy: gear.toySeal,
                in: world,
                on: network
            )
            try node.start()
            return "that it runs"
        } catch {
            return "\(error)"
        }
    }

    private func isSame(_ files: [(name: String, bytes: [UInt8])], _ others: [(name: String, bytes: [UInt8])]) -> Bool {
        let others = others.filter { other in !other.bytes.isEmpty || files.contains { $0.name == other.name } }
        return files.count == others.count
            && zip(files, others).allSatisfy { $0.name == $1.name && $0.bytes == $1.bytes }
    }
}

extension WholeFault.Misstart {
    /// What it says, one of it.
    fileprivate var words: [String] {
        switch self {
        // A node that keeps nothing has no directory that could be in use.
        case .twice: ["another process uses the data directory", "in use"]
        case .elsewhere: ["in use"]
        case .foreign: ["was written by the node"]
        case .later: ["has format version"]
        case .uncertified: ["certificate"]
        case .unknown: ["no node is named"]
        }
    }
}

extension SimulatedDisk {
    /// Whether somebody has written a segment on it.
    fileprivate var hasSegments: Bool { files.contains { $0.bytes.count > EarlierSegments.magic.count } }
}
