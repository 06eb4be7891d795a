import Gossip
import Testing

@Suite("A journal", .computing) struct JournalTests {
    @Test func `gives a node back what it had, under a new run`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        mesh.connect(0, 1)
        for _ in 0..<100 {
            mesh.post("a", at: 0)
            mesh.post("b", at: 1)
        }
        mesh.settle()
        let before = mesh.transcripts[0]
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])

        try mesh.restart(0, from: disk)
        #expect(mesh.transcripts[0] == before)
        #expect(mesh.nodes[0].epoch > 1_700_000_000_000)
        #expect(mesh.nodes[0].counters.posted + mesh.nodes[0].counters.received == 0)

        mesh.connect(0, 1)
        mesh.post("c", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1).filter { $0 == "c" }.count == 1)
        #expect(mesh.log(of: 0).count == 201)
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
        #expect(mesh.nodes[0].counters.received == 0)
    }

    /// Behind a clock that is, both would take the next epoch, and give their numbers to other messages.
    @Test func `begins another run each time when one copy of it is given back twice`() throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        mesh.post("a", at: 0)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])

        var epochs: Set<UInt64> = []
        for nonce in [17, 4242] as [UInt64] {
            let name = mesh.nodes[0].name
            var node = GossipNode(name: name, epoch: 1_600_000_000_000, bootNonce: nonce, settings: GossipSettings())
            var extent = JournalExtent()
            for stretch in disk.stretches { try node.restore(stretch.frames.span, noting: &extent, at: mesh.now) }
            node.finishRestoring(at: mesh.now)
            epochs.insert(node.epoch)
        }
        #expect(epochs.count == 2)
        #expect(epochs.allSatisfy { $0 > 1_700_000_000_000 })
    }

    @Test func `gives peers what they never got of an earlier run`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        mesh.post("x", at: 0)
        mesh.post("y", at: 0)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])

        try mesh.restart(0, from: disk, epoch: 1_800_000_000_000)
        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.nodes[0].epoch == 1_800_000_000_000)
        #expect(mesh.log(of: 1) == "xy")
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `gets from peers what was written too late`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        mesh.connect(0, 1)
        mesh.post("x", at: 0)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        mesh.post("y", at: 0)
        mesh.settle()

        try mesh.restart(0, from: disk)
        #expect(mesh.log(of: 0) == "x")
        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.log(of: 0) == "xy")
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `may be read twice`() throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        for _ in 0..<10 { mesh.post("x", at: 0) }
        let before = mesh.transcripts[0]
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        disk.stretches.append(disk.stretches[0])

        try mesh.restart(0, from: disk)

        #expect(mesh.log(of: 0) == String(repeating: "x", count: 10))
        #expect(mesh.transcripts[0] == before)
    }

    @Test func `is the same in pieces of any size`() throws {
        for limit in [1, 7, 100, 1 << 20] {
            var mesh = TestMesh(1)
            mesh.startJournal(of: 0)
            mesh.join("ana", at: 0)
            for _ in 0..<10 { mesh.post("x", at: 0) }
            let before = mesh.transcripts[0]
            var disk = TestDisk()
            disk.write(from: &mesh.nodes[0], limit: limit)

            try mesh.restart(0, from: disk)

            #expect(mesh.transcripts[0] == before)
        }
    }

    @Test func `takes nothing that it did not write`() throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        mesh.post("x", at: 0)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        let frames = disk.stretches[0].frames
        for count in 1..<frames.count {
            var node = TestMesh(1).nodes[0]
            var extent = JournalExtent()
            let part = Array(frames[..<count])
            #expect(throws: JournalError.self) { try node.restore(part.span, noting: &extent, at: mesh.now) }
        }
    }

    @Test func `leaves out a message that is longer than peers accept by now`() throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        mesh.post("short", at: 0)
        mesh.post("very long", at: 0)
        mesh.post("short", at: 0)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])

        var settings = GossipSettings()
        settings.frameBytes = 5
        var strict = TestMesh(1, settings: settings)
        try strict.restart(0, from: disk)

        #expect(strict.log(of: 0) == "shortshort")
    }
}
