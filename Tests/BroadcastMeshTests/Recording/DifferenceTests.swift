import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A replay that differs", .computing, .timeLimit(.minutes(10))) struct DifferenceTests {
    /// One node on a simulated network, to which somebody posts.
    ///
    /// - Parameter change: What becomes of its configuration before that, if anything.
    /// - Returns: What was recorded.
    /// - Throws: What it objects to.
    private static func run(_ change: ((inout MeshConfiguration) -> Void)? = nil) throws -> RecordedRun {
        let run = RecordedRun()
        var mesh = try VirtualMesh(["alpha"], recordedBy: run)
        if let change { try mesh.reconfigure(0, change) }
        let poster = try VirtualClient(to: 0, of: mesh)
        var isPosted = false
        let isAnswered = try mesh.run { _ in
            if !isPosted { isPosted = poster.send(VirtualClient.post("hello", on: "tea")) }
            return try poster.received.contains("202")
        }
        #expect(isAnswered)
        return run
    }

    /// Changes bytes of a recording, the same number of them.
    private static func replay(_ run: RecordedRun, with other: [UInt8], for bytes: [UInt8]) throws -> ReplayOutcome {
        var count = 0
        let changed = RecordedRun.changed(run.bytes) { chunk, _ in
            for range in chunk.ranges(of: bytes).prefix(1) where count == 0 {
                chunk.replaceSubrange(range, with: other)
                count += 1
            }
        }
        #expect(count == 1)
        return try RecordedRun.replay(changed)
    }

    private static func bytes(of question: Question) -> [UInt8] {
        var bytes: [UInt8] = []
        question.write(to: &bytes)
        return bytes
    }

    @Test func `is none when nothing was changed`() throws {
        #expect(try Self.run().replay().difference == nil)
    }

    @Test func `is none where the configuration was read again, by then another or none that will do`() throws {
        let changed = try Self.run { $0.limits.messageBytes = 77 }
        #expect(try changed.replay().difference == nil)
        let other = try Self.replay(
            changed,
            with: Array("\"message_bytes\":02".utf8),
            for: Array("\"message_bytes\":77".utf8)
        )
        #expect(other.difference != nil)
        #expect(throws: MeshNodeError.sealed) {
            try Self.run { $0.keys = [Secret([UInt8](repeating: 7, count: 16))] }
        }
        #expect(throws: MeshNodeError.unknownNode("alpha")) { try Self.run { $0.nodes[0].name = "bravo" } }
    }

    @Test func `names the turn in which other bytes leave the node`() throws {
        let outcome = try Self.replay(try Self.run(), with: Array("Length: x".utf8), for: Array("Length: 5".utf8))
        let difference = try #require(outcome.difference)
        #expect(difference.turn > 1)
        #expect(difference.turn == outcome.turns)
    }

    @Test func `names what the node asks, and what it asked then`() throws {
        let run = try Self.run()
        // The answer that follows begins with a zero: bytes came.
        let number = try #require(
            (0..<64).first { !run.bytes.ranges(of: Self.bytes(of: Question(.receive, $0)) + [0]).isEmpty }
        )
        let (question, other) = (Question(.receive, number), Question(.hasPeerEnded, number))

        let outcome = try Self.replay(run, with: Self.bytes(of: other) + [0], for: Self.bytes(of: question) + [0])

        let difference = try #require(outcome.difference)
        #expect(difference.asked == "\(question)")
        #expect(difference.recorded == "\(other)")
        #expect("\(difference)".hasPrefix("turn \(difference.turn), event \(difference.event): replayed receive"))
    }
}
