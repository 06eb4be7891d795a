import MeshSimulator
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
