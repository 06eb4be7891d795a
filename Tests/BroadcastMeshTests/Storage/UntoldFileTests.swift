import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A directory that does not tell of all its files", .computing) struct UntoldFileTests {
    /// A disk that leaves out one name.
    private struct Reticent: Storage {
        let disk: SimulatedDisk
        let untold: String

        var path: String { disk.path }
        func path(of name: String) -> String { disk.path(of: name) }
        func create() throws(SystemError) { try disk.create() }
        func names() throws(SystemError) -> [String] { try disk.names().filter { $0 != untold } }
        func rename(_ name: String, to other: String) throws(SystemError) { try disk.rename(name, to: other) }
        func remove(_ name: String) throws(SystemError) { try disk.remove(name) }
        func sync() throws(SystemError) { try disk.sync() }

        func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile {
            try disk.open(name, mode)
        }
    }

    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    private func node() -> GossipNode {
        GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
    }

    private func place(_ disk: any Storage, _ fsync: FsyncPolicy) -> JournalPlace {
        JournalPlace(disk: disk, node: "alpha", fsync: fsync, segmentLimit: 300, world: ManualWorld(disk))
    }

    @Test(arguments: [(FsyncPolicy.always, "00000002.segment"), (.none, "00000002.begun")])
    func `is refused, and nothing is written over what it leaves out`(fsync: FsyncPolicy, untold: String) throws {
        let disk = SimulatedDisk(seed: 1)
        var gossip = node()
        let journal = try Journal(place(disk, fsync))
        _ = try journal.restore(into: &gossip, at: now)
        let channel = gossip.openChannel(.relay, named: [])
        while journal.segment?.name.number == 1 || journal.figures.messages < 8 {
            _ = gossip.post(in: channel, at: now) { _ in [1, 2, 3] }
            try journal.write(from: &gossip, at: now)
        }
        let bytes = try disk.open(untold, .read).readAll()
        disk.endProcess()

        var again = node()
        let second = try Journal(place(Reticent(disk: disk, untold: untold), fsync))
        let error = #expect(throws: StorageError.self) { try second.restore(into: &again, at: now) }
        let words = try #require(error).description
        #expect(words.hasPrefix("begin disk/\(untold): File exists; "), "\(words)")
        #expect(try disk.open(untold, .read).readAll() == bytes)
    }
}
