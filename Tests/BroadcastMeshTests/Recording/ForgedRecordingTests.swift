import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// A recording is a file from somebody else: whatever it says, the replay of it comes to an end and says what it found.
@Suite("A replay of a forged recording", .computing, .timeLimit(.minutes(10))) struct ForgedRecordingTests {
    /// A node with a disk, to which one client posts what another reads.
    private static let run = Result<RecordedRun, any Error> {
        let run = RecordedRun()
        let storage = StorageSettings(directory: "disk", fsync: .always)
        var mesh = try VirtualMesh(["alpha"], storage: storage, recordedBy: run)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        let poster = try VirtualClient(to: 0, of: mesh)
        let reader = try VirtualClient(to: 0, of: mesh)
        var (isPosted, isAsked) = (false, false)
        let isAnswered = try mesh.run { _ in
            if !isAsked { isAsked = reader.send(VirtualClient.upgrade("tea")) }
            if !isPosted { isPosted = poster.send(VirtualClient.post("hello", on: "tea")) }
            return try poster.received.contains("202") && reader.received.contains("hello")
        }
        #expect(isUp && isAnswered)
        return run
    }

    /// The recording with one byte changed in a chunk whose hash says that it is right.
    private static func changed(_ bytes: [UInt8], at place: Int, by mask: UInt8) -> [UInt8] {
        var start = 0
        return RecordedRun.changed(bytes) { chunk, headLength in
            let offset = place - start
            start += chunk.count
            if (headLength..<chunk.count).contains(offset) { chunk[offset] ^= mask }
        }
    }

    @Test(arguments: [1, 0x10, 0x80] as [UInt8])
    func `ends, and mostly says where it differs, whichever byte is another`(mask: UInt8) throws {
        let bytes = try Self.run.get().bytes
        let whole = try RecordedRun.replay(bytes)
        #expect(whole.difference == nil && whole.turns > 5 && whole.answers > whole.turns)
        var (tried, noticed) = (0, 0)
        for place in stride(from: Int(mask) % 7, to: bytes.count, by: max(7, bytes.count / 400)) {
            let forged = Self.changed(bytes, at: place, by: mask)
            guard forged != bytes else { continue }
            tried += 1
            guard let outcome = try? RecordedRun.replay(forged) else {
                noticed += 1
                continue
            }
            if outcome != whole { noticed += 1 }
        }
        #expect(tried > 100)
        #expect(noticed * 10 > tried * 8, "\(noticed) of \(tried)")
    }

    /// The recording with another answer in the place of the first of its kind.
    private static func changed<Answer: RecordedAnswer>(
        _ bytes: [UInt8],
        _ question: Question,
        from answer: Answer,
        to forged: Answer
    ) throws -> [UInt8] {
        func record(_ answer: Answer) -> [UInt8] {
            var record: [UInt8] = []
            question.write(to: &record)
            answer.write(to: &record)
            return record
        }
        var isChanged = false
        let changed = RecordedRun.changed(bytes) { chunk, headLength in
            guard !isChanged, let range = chunk[headLength...].firstRange(of: record(answer)) else { return }
            chunk.replaceSubrange(range, with: record(forged))
            isChanged = true
        }
        try #require(isChanged)
        return changed
    }

    @Test(arguments: [.max, TapeState.Times.latest + 1, -1, .min] as [Int64])
    func `says so where no clock shows such a time`(time: Int64) throws {
        let bytes = try Self.run.get().bytes
        let wall = 1_700_000_000_000_000 as Int64
        for (question, start) in [(Question(.monotonic), ManualWorld.uptime), (Question(.wall), wall)] {
            let forged = try Self.changed(bytes, question, from: start, to: time)
            #expect(try RecordedRun.replay(forged).difference?.recorded == "a time that no clock shows")
        }
    }

    @Test func `goes as far as the time does that any clock can show`() throws {
        let bytes = try Self.run.get().bytes
        let latest = TapeState.Times.latest
        let forged = try Self.changed(bytes, Question(.monotonic), from: ManualWorld.uptime, to: latest)
        let outcome = try RecordedRun.replay(forged)
        #expect(outcome.turns > 0 && outcome.difference != nil)
    }

    @Test(arguments: [false, true])
    func `says so where a clock is set back that never is`(isOnWall: Bool) throws {
        var state = TapeState()
        var records: [UInt8] = []
        let clock = isOnWall ? TapeState.TimeSource.wall : .monotonic
        for step in [7, -3] as [Int64] {
            clock.question.write(to: &records)
            step.write(to: &records)
        }
        state.reader.input = RecordingInput(records)
        let times = [state.replayTime(clock), state.replayTime(clock)]
        #expect(times == (isOnWall ? [7, 4] : [7, 7]))
        #expect((state.difference == nil) == isOnWall)
    }

    @Test func `says so where a node does something before it is made`() throws {
        let bytes = try Self.run.get().bytes
        var (made, started): ([UInt8], [UInt8]) = ([], [])
        Occurrence.made.write(to: &made)
        Occurrence.started.write(to: &started)
        var isFirst = true
        let forged = RecordedRun.changed(bytes) { chunk, headLength in
            guard isFirst, chunk.count > headLength, chunk[headLength] == Mark.occurrence.rawValue else { return }
            isFirst = false
            chunk.replaceSubrange(headLength + 1..<headLength + 1 + made.count, with: started)
        }
        let outcome = try RecordedRun.replay(forged)
        #expect(!isFirst && outcome.turns == 0)
        #expect(outcome.difference?.asked == "to be made" && outcome.difference?.recorded == "started")
    }

    @Test(arguments: [-1, Lifecycle.longestDrain + 1, .max] as [Int64])
    func `says so where a node was to stop after longer than any is`(patience: Int64) throws {
        let bytes = try Self.run.get().bytes
        var chunk = [UInt8](repeating: 0, count: RecordingChunk.headLength(ordinal: 1))
        chunk.append(Mark.occurrence.rawValue)
        Occurrence.fact(.stop(after: patience)).write(to: &chunk)
        RecordingChunk.seal(&chunk, ordinal: UInt64(RecordedRun.chunks(of: bytes).count))
        #expect(try RecordedRun.replay(bytes + chunk).difference?.recorded == "what makes no sense")
    }

    @Test func `comes to an end where a process has fewer descriptors than none, or a host no address`() throws {
        let bytes = try Self.run.get().bytes
        let forged = try Self.changed(
            bytes,
            Question(.descriptors),
            from: RecordedList([1024, 8] as [Int64]),
            to: RecordedList([.min, .max])
        )
        #expect(try RecordedRun.replay(forged).turns > 0)

        let address = VirtualMesh.address(of: 0)
        typealias Addresses = Result<RecordedList<SocketAddress>, SystemError>
        let homeless = try Self.changed(
            bytes,
            Question(.addresses, Int(address.port), address.hostDescription),
            from: Addresses.success(RecordedList([address])),
            to: Addresses.success(RecordedList([]))
        )
        #expect(try RecordedRun.replay(homeless).difference != nil)
    }

    @Test func `has no disk that took longer than a clock shows, and no segment that it cannot hold`() throws {
        let disk = SimulatedDisk(seed: 1)
        let place = JournalPlace(on: disk, segmentLimit: 1)
        let gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let fold = SegmentFold(
            place: place,
            lock: try disk.open("lock", .replace),
            names: [],
            unread: [],
            last: 0,
            endsHole: false,
            content: gossip.fold(JournalExtent())
        )
        var errands = ReplayedErrands()
        var isTold: [Bool] = []
        let (latest, longest) = (TapeState.Times.latest, Int64(RecordingChunk.longest))
        let facts: [RecordedFact] =
            [-1, latest + 1, latest - 1, 1, 1].map { .synced($0) }
            + [[-1, 0], [0, longest + 1], [longest, 0]].map { .folded(.success(RecordedList($0))) }
        for fact in facts {
            errands.take([.wait(DiskWait(place, [])), .fold(fold)])
            isTold.append(errands.fact(fact) != nil)
        }
        #expect(isTold == [false, false, true, true, false, false, false, true])
    }

    @Test func `says so where the recording goes on differently`() throws {
        let bytes = try Self.run.get().bytes
        var words: Set<String> = []
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 600)) {
            let outcome = try? RecordedRun.replay(Self.changed(bytes, at: place, by: 0x21))
            if let difference = outcome?.difference {
                words.insert(difference.recorded.split(separator: " ")[0].lowercased())
            }
        }
        // An answer of the usual kind, the end of the turn, what makes no sense, other bytes, and questions.
        #expect(words.isSuperset(of: ["a", "nothing", "what", "bytes"]), "\(words.sorted())")
    }
}
