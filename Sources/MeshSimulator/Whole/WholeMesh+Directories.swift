import BroadcastMesh
import Bytes
import Gossip
import JSON

/// What is in the data directories in the end.
extension WholeMesh {
    /// What a node says that it holds is on its disk, for whoever reads that: nothing that is not written reaches anybody.
    mutating func judgeDirectories() {
        // What was let go may be there still, and what is too long by now.
        guard !scenario.keepsLess, scenario.terrain.revision?.messageBytes == nil, scenario.suspects.isEmpty else {
            return
        }
        for probe in guests.probes {
            let (host, node) = (probe.host, "n\(probe.host)")
            guard let lines = probe.status?["channels"]?.list, hosts[host].process != nil,
                hosts[host].disease == WholeHost.Disease()
            else { continue }
            do throws(StorageError) {
                var gossip = GossipNode(name: node, epoch: Self.readerEpoch, bootNonce: 1, settings: GossipSettings())
                let missing = try restore(&gossip, of: host)
                let isForgotten = scenario.sabotage == .forgetFiles
                for line in lines where isForgotten || missing > 0 || !Self.isHeld(line, by: gossip) {
                    let held = line["messages"]?.integer ?? 0
                    judge.object(.heldWrongly(node: "the disk of \(node)", held: 0, accepted: held, said: held))
                }
            } catch {
                judge.object(.didNotStart(node: node, reason: "\(error)"))
            }
        }
    }

    /// Whatever becomes of a copy of a disk, what is in it is found again, or it is told what is in the way.
    mutating func judgeDirectoryTrial() {
        var dice = Dice(seed: scenario.seed, stream: 0x3422E)
        let well = guests.probes.map(\.host).filter { host in
            hosts[host].process != nil && hosts[host].disease == WholeHost.Disease()
                && hosts[host].disk.files.contains { $0.name.hasSuffix(DirectoryTrial.settled) }
        }
        guard !well.isEmpty else { return }
        let host = well[dice.below(well.count)]
        do throws(StorageError) {
            var trial = try DirectoryTrial(of: "n\(host)", on: hosts[host].disk, in: internet, seed: scenario.seed)
            trial.spoil()
            trial.use()
            judge.note(file: Array(trial.notes.joined().utf8))
            for finding in trial.findings {
                judge.object(.strangely(what: "whoever has its disk", node: "n\(host)", shown: finding))
            }
        } catch {
            // A disk may be refused that was ill at some time; of the others ``judgeDirectories()`` tells.
            judge.note(file: Array("\(error)".utf8))
        }
    }

    /// When whoever reads the disks began, in milliseconds since 1970: after everybody else.
    private static let readerEpoch: UInt64 = 1_900_000_000_000

    /// Gives somebody what a copy of a disk has.
    ///
    /// - Returns: How many segments are missing.
    private func restore(_ gossip: inout GossipNode, of host: Int) throws(StorageError) -> Int {
        let disk = hosts[host].disk.copied(seed: scenario.seed)
        let world = SimulatedWorld(of: internet, disk: disk, seed: scenario.seed)
        let directory = try DataDirectory(on: disk, of: "n\(host)", segmentLimit: 1 << 20, in: world)
        return try directory.restore(into: &gossip, at: Moment(monotonic: world.monotonic(), wall: world.wall()))
            .missingSegments
    }

    private static func isHeld(_ line: JSONValue, by gossip: borrowing GossipNode) -> Bool {
        let kind: ChannelKind = line["kind"]?.string == "chat" ? .chat : .relay
        let status = ChannelStatus(line)
        guard status.held > 0 else { return true }
        guard let channel = gossip.channel(kind, named: Array((line["name"]?.string ?? "").utf8)),
            let figures = gossip.channels.figures(of: channel)
        else { return false }
        return figures.messageCount == status.held && figures.transcript.hexadecimal == status.transcript
    }
}
