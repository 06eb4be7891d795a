import Gossip
import Testing

@Suite("A journal of which somebody took a part away", .computing) struct JournalHoleTests {
    /// Writes what node 1 hears and says in three stretches, of which the second one is to be lost.
    ///
    /// - Returns: The disk, and the wire from 0 to 1.
    private func write(_ mesh: inout TestMesh, at node: Int) -> TestDisk {
        mesh.startJournal(of: 1)
        let wire = mesh.connect(0, 1)
        var disk = TestDisk()
        for texts in ["ab", "cd", "ef"] {
            if texts != "ab" { disk.beginStretch(with: mesh.nodes[1]) }
            for text in texts { mesh.post(String(text), at: node) }
            mesh.settle()
            disk.write(from: &mesh.nodes[1])
        }
        mesh.cut(wire)
        return disk
    }

    @Test(arguments: [0, 1])
    func `has a neighbour bring what is missing, and loses nothing of it`(author: Int) throws {
        var mesh = TestMesh(3)
        let disk = write(&mesh, at: author)
        try mesh.restart(1, from: disk, without: 1)
        #expect(mesh.log(of: 1) == "ab")
        #expect(mesh.nodes[1].isBehindHole)
        #expect(!mesh.nodes[1].isCaughtUp)

        mesh.connect(1, 2)
        mesh.connect(0, 1)
        mesh.run(milliseconds: 100)

        for node in 1...2 { #expect(mesh.log(of: node) == "abcdef") }
        #expect(mesh.transcripts[1] == mesh.transcripts[0])
        #expect(mesh.nodes.allSatisfy { $0.counters.lost == 0 })
    }

    /// Whoever hears of a run from here alone is told that it is lost only when all who may have it had their time.
    @Test func `counts it as lost when nobody has brought it for a while`() throws {
        var mesh = TestMesh(3)
        let disk = write(&mesh, at: 0)
        try mesh.restart(1, from: disk, without: 1)
        mesh.connect(1, 2)
        mesh.run(milliseconds: 5_000)
        for node in 1...2 { #expect(mesh.log(of: node) == "ab") }

        mesh.run(milliseconds: 8_000)

        for node in 1...2 { #expect(mesh.log(of: node) == "abef") }
        #expect(mesh.nodes[1].counters.lost >= 2)
        #expect(mesh.nodes[2].counters.lost >= 2)
    }

    @Test func `counts it as lost soon where all neighbours are there and lack it`() throws {
        var settings = GossipSettings()
        settings.limits.lonelyRounds = 1000
        var mesh = TestMesh(2, settings: settings)
        let disk = write(&mesh, at: 1)
        // Its only neighbour has lost all.
        mesh.setNeighbours([mesh.nodes[0].name], of: 1)
        try mesh.restart(1, from: disk, without: 1)
        mesh.restart(0, epoch: 1_800_000_000_000)
        mesh.connect(0, 1)

        mesh.run(milliseconds: 4_000)

        for node in 0...1 { #expect(mesh.log(of: node) == "abef") }
    }

    @Test func `has it at once where there are no neighbours`() throws {
        var mesh = TestMesh(2)
        let disk = write(&mesh, at: 1)
        mesh.setNeighbours([], of: 1)
        try mesh.restart(1, from: disk, without: 1)
        #expect(mesh.log(of: 1) == "abef")
        #expect(!mesh.nodes[1].isBehindHole)
    }

    @Test func `has what waits still when it starts again meanwhile`() throws {
        var mesh = TestMesh(2)
        var disk = write(&mesh, at: 0)
        try mesh.restart(1, from: disk, without: 1)
        disk.beginStretch(with: mesh.nodes[1])
        mesh.run(milliseconds: 1_000)
        disk.write(from: &mesh.nodes[1])
        try mesh.restart(1, from: disk, without: 1, epoch: 1_700_000_000_001)
        #expect(mesh.log(of: 1) == "ab")

        mesh.connect(0, 1)
        mesh.run(milliseconds: 100)

        #expect(mesh.log(of: 1) == "abcdef")
    }

    /// What was brought is written behind what waited: nothing of that counts as written before.
    @Test func `has everything when it starts again after that, though what it lacked stands behind all else`() throws {
        var mesh = TestMesh(2)
        var disk = write(&mesh, at: 0)
        try mesh.reopen(1, on: &disk, without: 1)
        let wire = mesh.connect(0, 1)
        mesh.run(milliseconds: 100)
        #expect(mesh.nodes[1].isBehindHole, "nothing of it is written yet")
        disk.write(from: &mesh.nodes[1])
        #expect(!mesh.nodes[1].isBehindHole)
        mesh.cut(wire)

        disk.beginStretch(with: mesh.nodes[1])
        try disk.fold(0..<2, with: mesh.nodes[1])
        try mesh.restart(1, from: disk, epoch: 1_700_000_000_001)

        #expect(mesh.log(of: 1) == "abcdef")
        #expect(!mesh.nodes[1].isBehindHole)
    }

    @Test func `waits with everything behind it, however little may be held back`() throws {
        var settings = GossipSettings()
        settings.limits.earlyBytes = 1
        settings.limits.allEarlyBytes = 1
        var mesh = TestMesh(2, settings: settings)
        let disk = write(&mesh, at: 0)
        mesh.restart(0, epoch: 1_800_000_000_000)
        try mesh.restart(1, from: disk, without: 1)
        mesh.connect(0, 1)
        mesh.run(milliseconds: 13_000)
        for node in 0...1 { #expect(mesh.log(of: node) == "abef") }
    }

    /// A later run of a node comes behind the earlier one, which lacks something.
    @Test func `waits with later runs of the node too`() throws {
        var mesh = TestMesh(2)
        var disk = write(&mesh, at: 1)
        try mesh.reopen(1, on: &disk)
        mesh.post("g", at: 1)
        disk.write(from: &mesh.nodes[1])
        let wire = mesh.connect(0, 1)
        mesh.settle()
        mesh.cut(wire)

        try mesh.restart(1, from: disk, without: 1, epoch: 1_700_000_000_002)
        #expect(mesh.log(of: 1) == "ab")
        mesh.connect(0, 1)
        mesh.run(milliseconds: 100)

        #expect(mesh.log(of: 1) == "abcdefg")
        #expect(mesh.transcripts[1] == mesh.transcripts[0])
    }

    @Test func `passes an earlier run too of which nobody knows`() throws {
        var mesh = TestMesh(2)
        var disk = write(&mesh, at: 1)
        try mesh.reopen(1, on: &disk)
        mesh.post("g", at: 1)
        disk.write(from: &mesh.nodes[1])
        try mesh.restart(1, from: disk, without: 1, epoch: 1_700_000_000_002)
        mesh.run(milliseconds: 30_000)
        #expect(mesh.log(of: 1) == "abefg")
    }

    @Test func `goes on posting, in a run of its own, while it waits`() throws {
        var mesh = TestMesh(3)
        let disk = write(&mesh, at: 1)
        try mesh.restart(1, from: disk, without: 1)
        mesh.connect(1, 2)
        mesh.post("g", at: 1)
        mesh.run(milliseconds: 13_000)
        for node in 1...2 { #expect(mesh.log(of: node).contains("g") && mesh.log(of: node).contains("f")) }
        #expect(mesh.transcripts[1] == mesh.transcripts[2])
    }
}

extension TestMesh {
    /// Has the file of a node name these neighbours and no others.
    fileprivate mutating func setNeighbours(_ neighbours: [String], of node: Int) {
        var settings = nodes[node].settings
        settings.neighbours = neighbours
        nodes[node].reconfigure(settings, at: now)
    }

    /// Replaces a node by a new process that has what is left of the disk when a stretch is taken away.
    mutating func restart(_ node: Int, from disk: TestDisk, without missing: Int, epoch: UInt64 = 1_700_000_000_000)
        throws
    {
        restart(node, epoch: epoch)
        for (index, stretch) in disk.stretches.enumerated() where index != missing {
            var extent = JournalExtent()
            try nodes[node].restore(
                stretch.frames.span,
                noting: &extent,
                isBehindHole: index == missing + 1,
                at: now
            )
        }
        nodes[node].finishRestoring(at: now)
        nodes[node].startJournal()
    }

    /// Replaces a node by a new process that has what is left of the disk when a stretch is taken away, and goes on writing
    /// there.
    mutating func reopen(_ node: Int, on disk: inout TestDisk, without missing: Int) throws {
        restart(node, epoch: 1_700_000_000_000)
        disk.stretches.remove(at: missing)
        for index in disk.stretches.indices {
            let frames = disk.stretches[index].frames
            var extent = JournalExtent()
            try nodes[node].restore(frames.span, noting: &extent, isBehindHole: index == missing, at: now)
            disk.stretches[index].extent = extent
        }
        nodes[node].finishRestoring(at: now)
        disk.beginStretch(with: nodes[node])
        nodes[node].startJournal()
    }
}
