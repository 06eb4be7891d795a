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
}
