import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// Whole nodes in virtual time, with crashes, cuts, bad disks and slow clients; each run of each is replayed.
@Suite("A replay", .computing, .timeLimit(.minutes(10))) struct ReplayTests {
    /// The runs of a seed's nodes.
    private static func runs(seed: UInt64, nodes: Int = 4) -> [(name: String, run: RecordedRun)] {
        let runs = RecordedRuns()
        var scenario = WholeScenario.chaos(seed: seed, nodes: nodes)
        // A recording has no secrets in it.
        scenario.terrain.seal = nil
        _ = runs.recording(scenario).run()
        return runs.all
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `is the same run, whatever the node went through`(seed: UInt64) throws {
        let runs = Self.runs(seed: seed)
        #expect(runs.count >= 4)
        var lived = 0
        for (name, run) in runs {
            let outcome = try run.replay()
            #expect(outcome.difference == nil, "\(name)")
            #expect(outcome.end == .whole, "\(name)")
            // One whose disk fails at the start, or that is killed there, does little.
            guard outcome.turns > 20 else { continue }
            lived += 1
            #expect(outcome.sent > 0 && outcome.written > 0, "\(name)")
        }
        #expect(lived >= 3)
    }

    @Test func `changes nothing of the run that is recorded`() {
        var scenario = WholeScenario.chaos(seed: 2, nodes: 4)
        // Whoever is recorded is of this release, has turns and bounds as usual and no program in it, is no demonstration, and
        // serves no more than it must. No file is read again in this one: a key in it is refused in words of their own.
        scenario.terrain.features = []
        scenario.terrain.releases = []
        scenario.crowd.guests.removeAll { guest in
            if case .program = guest.kind { true } else { false }
        }
        scenario.crowd.turn = nil
        scenario.crowd.limits = GossipLimits()
        #expect(RecordedRuns().recording(scenario).run().hash == scenario.run().hash)
    }

    @Test func `comes to the same each time`() throws {
        let run = try #require(Self.runs(seed: 2).last).run
        #expect(try run.replay() == run.replay())
    }

    @Test func `stops where it is to, and the rest follows from there`() throws {
        let run = try #require(Self.runs(seed: 2).first).run
        let part = try run.replay(until: 20)
        #expect(part.turns == 20)
        #expect(part.end == .more)
        #expect(part.difference == nil)
    }

    @Test func `goes as far as whole chunks go when the process was killed`() throws {
        let bytes = try #require(Self.runs(seed: 4, nodes: 2).first).run.bytes
        let whole = try RecordedRun.replay(bytes)
        var turns = 0
        for length in stride(from: bytes.count - 1, through: bytes.count - 400, by: -7) {
            let outcome = try RecordedRun.replay(Array(bytes[..<length]))
            #expect(outcome.difference == nil)
            if case .torn(let offset) = outcome.end { #expect(offset < length) } else { #expect(outcome.end == .whole) }
            turns = max(turns, outcome.turns)
        }
        #expect(turns > 0 && turns <= whole.turns)
    }

    @Test func `says where a recording was damaged on the disk, in its last chunk too`() throws {
        let whole = try #require(Self.runs(seed: 4, nodes: 2).first).run.bytes
        for place in [whole.count / 2, whole.count - 1] {
            var bytes = whole
            bytes[place] ^= 1
            let outcome = try RecordedRun.replay(bytes)
            guard case .damaged(let offset) = outcome.end else {
                Issue.record("\(outcome.end)")
                return
            }
            #expect(offset < place)
            #expect(outcome.difference == nil)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 11, 12, 15], [1, 0x40] as [UInt8])
    func `says that a chunk in the middle is damaged, whichever byte of its head is`(place: Int, mask: UInt8) throws {
        var bytes = try #require(Self.runs(seed: 4, nodes: 2).first).run.bytes
        let chunks = RecordedRun.chunks(of: bytes)
        let start = chunks[chunks.count / 2].lowerBound
        bytes[start + place] ^= mask
        let outcome = try RecordedRun.replay(bytes)

        #expect(outcome.end == .damaged(start))
        #expect(outcome.difference == nil)
    }

    @Test func `is the same of a recording that was made when the heads of chunks had no check`() throws {
        let bytes = try #require(Self.runs(seed: 4, nodes: 2).first).run.bytes
        let earlier = RecordedRun.inFirstFormat(bytes)

        #expect(earlier.count < bytes.count)
        #expect(try RecordedRun.replay(earlier) == RecordedRun.replay(bytes))
    }

    @Test func `refuses what is no recording, or one of another format`() throws {
        #expect(throws: RecordingError.noRecording) { try RecordedRun.replay([]) }
        #expect(throws: RecordingError.noRecording) { try RecordedRun.replay(Array("{ \"nodes\": [] }\n".utf8)) }
        let bytes = try #require(Self.runs(seed: 4, nodes: 2).first).run.bytes
        var isFirst = true
        let other = RecordedRun.changed(bytes) { chunk, headLength in
            if isFirst { chunk[headLength + RecordingTitle.magic.count] = 9 }
            isFirst = false
        }
        #expect(throws: RecordingError.unknownFormat(9)) { try RecordedRun.replay(other) }
    }
}
