import Gossip
import Testing

@Suite("Folding a journal", .computing) struct JournalFoldTests {
    private static var settings: GossipSettings {
        var settings = GossipSettings()
        settings.retention.messages = 10
        return settings
    }

    @Test func `keeps what is held, and counts what is not`() throws {
        var mesh = TestMesh(2, settings: Self.settings)
        mesh.startJournal(of: 0)
        let seen = mesh.nodes[0].position(in: mesh.rooms[0])
        var disk = TestDisk()
        for number in 0..<30 {
            mesh.post("\(number % 10)", at: 0)
            if number % 5 == 0 { mesh.join("user \(number)", at: 0) }
            disk.write(from: &mesh.nodes[0])
            if number % 10 == 9 { disk.beginStretch(with: mesh.nodes[0]) }
        }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        let before = (held: "0123456789", transcript: mesh.transcripts[0])
        let size = disk.stretches.reduce(0) { $0 + $1.frames.count }
        #expect(disk.stretches.map { mesh.nodes[0].heldMessages(in: $0.extent) } == [0, 0, 10, 0])

        try disk.fold(3, with: mesh.nodes[0])
        #expect(disk.stretches.map(\.extent.messageCount) == [10, 0])
        #expect(disk.stretches.reduce(0) { $0 + $1.frames.count } < size / 2)

        try mesh.restart(0, from: disk)
        #expect(mesh.log(of: 0) == before.held)
        #expect(mesh.transcripts[0] == before.transcript)
        #expect(mesh.nodes[0].replay(after: seen, in: mesh.rooms[0]).lost == 20)

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.log(of: 1) == before.held)
        #expect(mesh.nodes[1].counters.lost == 20)
    }

    @Test func `does no harm when the process ends before the old stretches are gone`() throws {
        var mesh = TestMesh(1, settings: Self.settings)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        for number in 0..<30 {
            mesh.post("\(number % 10)", at: 0)
            mesh.join("user \(number)", at: 0)
            disk.write(from: &mesh.nodes[0])
            if number % 10 == 9 { disk.beginStretch(with: mesh.nodes[0]) }
        }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        let before = mesh.transcripts[0]
        let old = disk
        try disk.fold(3, with: mesh.nodes[0])
        for left in 1...2 {
            var both = old
            both.stretches.replaceSubrange(..<left, with: [disk.stretches[0]])
            try mesh.restart(0, from: both)
            #expect(mesh.transcripts[0] == before)
        }
    }

    @Test func `can be done again and again`() throws {
        var mesh = TestMesh(2, settings: Self.settings)
        mesh.startJournal(of: 0)
        mesh.connect(0, 1)
        var disk = TestDisk()
        var sizes: [Int] = []
        for round in 0..<50 {
            for number in 0..<10 { mesh.post("\(number)", at: (number + round) % 2) }
            mesh.settle()
            mesh.nodes[0].enforceRetention(at: mesh.now)
            disk.write(from: &mesh.nodes[0])
            disk.beginStretch(with: mesh.nodes[0])
            try disk.fold(disk.stretches.count - 1, with: mesh.nodes[0])
            sizes.append(disk.stretches.reduce(0) { $0 + $1.frames.count })
        }
        let before = mesh.transcripts[0]
        #expect(sizes.allSatisfy { $0 < 3 * sizes[1] })

        try mesh.restart(0, from: disk)

        #expect(mesh.transcripts[0] == before)
    }
}
