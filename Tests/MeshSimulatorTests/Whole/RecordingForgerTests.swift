import Testing

@testable import MeshSimulator

@Suite("A recording that is taken apart", .computing) struct RecordingForgerTests {
    private static let chunks: [[UInt8]] = [Array("mesh recording\n{}".utf8), [1, 2, 3], [4], [5, 6]]

    @Test func `is the same when it is put together`() {
        let bytes = RecordingForger.sealed(Self.chunks)
        #expect(RecordingForger(bytes).chunks == Self.chunks)
        // The first head is shorter.
        #expect(bytes.count == 12 + 3 * 16 + Self.chunks.reduce(0) { $0 + $1.count })
    }

    @Test func `ends with its last whole chunk`() {
        let bytes = RecordingForger.sealed(Self.chunks)
        #expect(RecordingForger(bytes.dropLast(1)).chunks == Self.chunks.dropLast())
        #expect(RecordingForger([]).chunks.isEmpty)
    }

    @Test(arguments: 1...20) func `is another one in one place`(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0)
        let forger = RecordingForger(RecordingForger.sealed(Self.chunks))

        let changed = RecordingForger(forger.changed(&dice)).chunks
        #expect(zip(changed, Self.chunks).count { $0 != $1 } == 1 && changed[0] == Self.chunks[0])
        #expect(RecordingForger(forger.shortened(&dice)).chunks.count == 3)
        #expect(Set(RecordingForger(forger.turned(&dice)).chunks) == Set(Self.chunks))
    }

    @Test(arguments: 1...20) func `begins as it does, or ends otherwise`(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0)
        let mesh = Array(#"{"nodes":[]}"#.utf8)
        let forger = RecordingForger(RecordingForger.sealed(Self.chunks + [[9] + mesh, [8]]))

        let begun = RecordingForger(forger.begun(&dice)).chunks
        #expect((2...5).contains(begun.count))
        #expect(begun.dropLast() == forger.chunks.prefix(begun.count - 1))
        let ended = RecordingForger(forger.endedOtherwise(&dice)).chunks
        #expect(ended.indices.filter { ended[$0] != forger.chunks[$0] } == [4] && ended[4][0] == 9)
        let other = RecordingForger(RecordingForger.sealed(Self.chunks)).endedOtherwise(&dice)
        #expect(RecordingForger(other).chunks.dropLast() == Self.chunks.dropLast())
        #expect(RecordingForger(other).chunks.last != Self.chunks.last)
    }
}
