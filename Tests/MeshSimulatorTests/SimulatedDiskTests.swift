import Reactor
import Testing

@testable import MeshSimulator

@Suite("A simulated disk", .computing) struct SimulatedDiskTests {
    private let disk = SimulatedDisk(seed: 1)

    @Test func `gives a file to one opening of it alone, until that is closed`() throws {
        var first = Optional(try disk.open("lock", .lock))
        var second = Optional(try disk.open("lock", .lock))
        #expect(try first?.lock() == true && second?.lock() == false)

        // What did not get it has nothing to give back.
        second = nil
        #expect(try !disk.open("lock", .lock).lock())

        first = nil
        #expect(try disk.open("lock", .lock).lock())
    }

    @Test func `loses a segment to whoever removes one, and never the newest`() throws {
        for name in ["lock", "1.segment", "2.begun"] { _ = try disk.open(name, .replace) }

        #expect(disk.removeSegment())
        #expect(disk.files.map(\.name) == ["2.begun", "lock"])
        #expect(!disk.removeSegment())
    }
}
