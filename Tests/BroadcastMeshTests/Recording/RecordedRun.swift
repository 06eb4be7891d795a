import Bytes
import MeshSimulator
import Reactor
import Synchronization

@testable import BroadcastMesh

/// What a node recorded, in memory, and what a replay of it comes to.
final class RecordedRun: Sendable {
    private let written = Mutex<[UInt8]>([])

    /// Adds a piece.
    func append(_ chunk: borrowing [UInt8]) {
        let chunk = copy chunk
        written.withLock { $0 += chunk }
    }

    /// All that was recorded.
    var bytes: [UInt8] { written.withLock { $0 } }

    /// Replays what was recorded.
    func replay(until turn: Int = .max, log: Log = .silent) throws -> ReplayOutcome {
        try Self.replay(bytes, until: turn, log: log)
    }

    /// Replays a recording.
    static func replay(_ bytes: [UInt8], until turn: Int = .max, log: Log = .silent) throws -> ReplayOutcome {
        let offset = Mutex(0)
        var replay = try NodeReplay { count in
            offset.withLock { offset in
                defer { offset = min(bytes.count, offset + count) }
                return .success(Array(bytes[offset..<min(bytes.count, offset + count)]))
            }
        }
        return try replay.run(until: turn, log: log)
    }

    /// The recording with other bytes in the place of some, and hashes that say that they are right.
    ///
    /// `change` is told how many bytes stand before the records of each chunk.
    static func changed(_ bytes: [UInt8], _ change: (inout [UInt8], _ headLength: Int) -> Void) -> [UInt8] {
        var changed: [UInt8] = []
        for (ordinal, range) in chunks(of: bytes).enumerated() {
            var chunk = Array(bytes[range])
            change(&chunk, RecordingChunk.headLength(ordinal: UInt64(ordinal)))
            RecordingChunk.seal(&chunk, ordinal: UInt64(ordinal))
            changed += chunk
        }
        return changed
    }

    /// Where the chunks of a recording are.
    static func chunks(of bytes: [UInt8]) -> [Range<Int>] {
        var (ranges, offset): ([Range<Int>], Int) = ([], 0)
        while offset < bytes.count {
            let length = Int(bytes.span.bigEndian(at: offset, as: UInt32.self))
            let end = offset + RecordingChunk.headLength(ordinal: UInt64(ranges.count)) + length
            ranges.append(offset..<end)
            offset = end
        }
        return ranges
    }

    /// The recording as it was written when the heads of chunks had no check.
    static func inFirstFormat(_ bytes: [UInt8]) -> [UInt8] {
        var earlier: [UInt8] = []
        for (ordinal, range) in chunks(of: bytes).enumerated() {
            let headLength = RecordingChunk.headLength(ordinal: UInt64(ordinal))
            var chunk = [UInt8](repeating: 0, count: RecordingChunk.headLength(ordinal: 0))
            chunk += bytes[(range.lowerBound + headLength)..<range.upperBound]
            if ordinal == 0 { chunk[RecordingChunk.headLength(ordinal: 0) + RecordingTitle.magic.count] = 1 }
            RecordingChunk.seal(&chunk, ordinal: UInt64(ordinal), format: 1)
            earlier += chunk
        }
        return earlier
    }
}

/// What the nodes of a simulated mesh recorded, run by run.
final class RecordedRuns: Sendable {
    private let found = Mutex<[String: RecordedRun]>([:])

    /// All runs, by node and number.
    var all: [(name: String, run: RecordedRun)] {
        found.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    /// A scenario whose nodes record.
    func recording(_ scenario: WholeScenario) -> WholeScenario {
        var scenario = scenario
        scenario.recording = { node, run, chunk in
            let recorded = self.found.withLock { found in
                let name = "n\(node) run \(run)"
                let recorded = found[name] ?? RecordedRun()
                found[name] = recorded
                return recorded
            }
            recorded.append(chunk)
        }
        return scenario
    }
}
