import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("A program that embeds a node in virtual time", .computing, .timeLimit(.minutes(10)))
struct VirtualProgramTests {
    @Test func `waits for the disk once, however much it posts at the same time`() throws {
        let disk = SimulatedDisk(seed: 1)
        let storage = StorageSettings(directory: "disk", fsync: .always)
        var mesh = try VirtualMesh(["alpha"], storage: storage, disk: disk)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        _ = disk.takeWaitCount()

        for number in 0..<100 { try mesh.post(Array("\(number)".utf8), on: "tea", of: 0) }
        #expect(disk.takeWaitCount() == 0)
        try mesh.writePosts(of: 0)
        #expect(disk.takeWaitCount() == 1)
    }

    @Test func `is told that nothing more will come of a node that cannot write`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try VirtualMesh(["alpha"], storage: StorageSettings(directory: "disk"), disk: disk)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        var listener = mesh.listen(to: "tea", of: 0)
        disk.fill(leaving: 0)

        try mesh.post(Array("no milk".utf8), on: "tea", of: 0)
        #expect(throws: ChannelError.self) { try mesh.writePosts(of: 0) }

        // To wait for news would not end: what cannot be written stays news.
        guard case .over = mesh.read(&listener, of: 0) else {
            Issue.record("the program waits")
            return
        }
    }
}
