import Reactor
import Testing

@testable import MeshSimulator

@Suite("A simulated world", .computing) struct SimulatedWorldTests {
    @Test func `reads the files of its own disk, and none of the machine's`() throws {
        let disk = SimulatedDisk(seed: 1)
        let bytes: [UInt8] = [1, 2, 3]
        try disk.open("own.pem", .replace).write(bytes.span)
        let world = SimulatedWorld(of: SimulatedInternet(hosts: 1, seed: 1), disk: disk, seed: 1)
        #expect(try world.contents(of: "own.pem", limit: 3) == bytes)
        #expect(try world.contents(of: "own.pem", limit: 2) == nil)
        #expect(throws: SystemError.self) { try world.contents(of: #filePath, limit: 1 << 20) }
    }
}
