import FoundationEssentials
import MeshClient
import Testing

@testable import BroadcastMesh

@Suite("A node whose data directory is damaged", .timeLimit(.minutes(10))) struct DamageTests {
    private let directory = TemporaryDirectory()

    private func node(_ fsync: FsyncPolicy = .interval) throws -> MeshNode {
        let gossip = FreePorts.take(1)[0]
        let node = #"{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }"#
        return try MeshNode(
            "alpha",
            of: try MeshConfiguration(parsing: Array(#"{ "nodes": [\#(node)] }"#.utf8)),
            storage: StorageSettings(directory: directory.path, fsync: fsync)
        )
    }

    /// Runs a node that is posted some messages, each in a turn of its own.
    private func run(_ fsync: FsyncPolicy = .interval, posting texts: [String] = []) async throws {
        let node = try node(fsync)
        let address = try await node.start()
        for text in texts {
            let url = "http://\(address)/channels/tea"
            #expect(
                try await HTTPClient(timeout: 240).post(url, body: Array(text.utf8), contentType: "text/plain").status
                    == 202
            )
        }
        await node.stop()
    }

    /// What a node has after a start.
    private func history(_ fsync: FsyncPolicy = .interval) async throws -> [String] {
        let node = try node(fsync)
        let address = try await node.start()
        let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/tea?history=1000", timeout: 240)
        let end = "end \(UUID())"
        try await client.send(text: end)
        var texts: [String] = []
        for try await case .text(let text) in client.messages {
            guard text != end else { break }
            if !text.hasPrefix("end ") { texts.append(text) }
        }
        await node.stop()
        return texts
    }

    private func change(_ file: URL, _ body: (inout [UInt8]) -> Void) throws {
        var bytes = Array(try Data(contentsOf: file))
        body(&bytes)
        try Data(bytes).write(to: file)
    }

    /// Where the records of a file begin; the last element is the end.
    private func records(of file: URL) throws -> [Int] {
        let bytes = Array(try Data(contentsOf: file))
        var reader = try SegmentReader(bytes.span, of: "file")
        var starts = [reader.offset]
        while reader.next(in: bytes.span) != nil { starts.append(reader.offset) }
        return starts
    }

    @Test(arguments: [FsyncPolicy.interval, .always])
    func `refuses it, and says where`(fsync: FsyncPolicy) async throws {
        try await run(fsync, posting: (0..<9).map { "\($0)" })
        let file = try #require(try directory.segments().last)
        try change(file) { $0[200] ^= 1 }
        let before = try Data(contentsOf: file)

        let again = try node(fsync)
        do {
            try await again.start()
            Issue.record("a damaged segment was read")
        } catch {
            guard case .storage(.damaged(let path, let offset)) = error else { throw error }
            #expect(path == file.path(percentEncoded: false))
            #expect((1...200).contains(offset))
        }
        #expect(try Data(contentsOf: file) == before)
    }

    @Test func `goes on without what a power failure took, when it never waits for the disk`() async throws {
        try await run(.none, posting: (0..<9).map { "\($0)" })
        let file = try #require(try directory.segments().last)
        let starts = try records(of: file)
        let hole = starts[starts.count - 4]..<starts[starts.count - 3]
        try change(file) { bytes in
            for offset in hole { bytes[offset] = 0 }
        }

        let history = try await history(.none)
        #expect((1..<9).contains(history.count))
        #expect(history == (0..<history.count).map { "\($0)" })
        #expect(try Data(contentsOf: file).count == hole.lowerBound)
        #expect(try await self.history(.none) == history)
    }

    @Test(arguments: [0, 4096], FsyncPolicy.allCases)
    func `goes on without a newest file that is empty, unless its name says that it was waited for`(
        count: Int,
        fsync: FsyncPolicy
    ) async throws {
        try await run(fsync, posting: ["kept"])
        try Data(repeating: 0, count: count).write(to: directory.url.appending(path: "00000002.begun"))

        #expect(try await history(fsync) == ["kept"])
        try Data(repeating: 0, count: count).write(to: directory.url.appending(path: "00000009.segment"))
        await #expect(throws: MeshNodeError.self) { try await run(fsync) }
    }

    @Test(arguments: [[], [1]] as [[UInt8]])
    func `can do without one file, when somebody moves that away`(garbage: [UInt8]) async throws {
        for round in 0..<3 { try await run(posting: ["\(round)"]) }
        let file = try directory.segments()[1]
        let starts = try records(of: file)
        // It ends with a record, or has nothing but noise behind that; the next one was begun when it was complete.
        try change(file) { $0.replaceSubrange(starts[1]..., with: garbage) }

        let damage = MeshNodeError.storage(.damaged(file: file.path(percentEncoded: false), offset: starts[1]))
        await #expect(throws: damage) { try await run() }
        #expect("\(damage)".contains("00000002.segment is damaged at byte \(starts[1]); "), "\(damage)")

        try FileManager.default.removeItem(at: file)
        #expect(try await history() == ["0", "2"])
    }
}
