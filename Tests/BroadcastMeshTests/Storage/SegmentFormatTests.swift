import Bytes
import Gossip
import Testing

@testable import BroadcastMesh
@testable import MeshSimulator

@Suite("The format of a segment", .computing) struct SegmentFormatTests {
    /// A hash of what a node writes that always has the same to say.
    ///
    /// Who changes what is written raises ``SegmentHeader/version``, so that what is in the directories of people is
    /// refused in words and never misread, and then puts the new hash here.
    private static let known: (version: UInt8, hash: UInt64) = (8, 12_961_200_489_258_445_966)

    private static let now = Moment(monotonic: 0, wall: 1_763_700_000_123_456)

    /// What a node of every kind of entry writes: a checkpoint, and what came after it.
    private static func written() -> [UInt8] {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var node = GossipNode(name: "alpha", epoch: now.epoch(chance: 7), bootNonce: 1, settings: settings)
        node.startJournal()
        node.advertise(http: "127.0.0.1:8081", url: "http://127.0.0.1:8081", at: now)
        let relay = node.openChannel(.relay, named: Array("tea".utf8))
        let chat = node.openChannel(.chat, named: Array("chat".utf8))
        let claim = node.join("ana", in: chat, session: 1 << 100, at: now)
        for number in UInt8(0)..<3 { _ = node.post(in: relay, at: now) { _ in [0x82, 1, number] } }
        let key = MessageKey("k1", by: "ana")
        _ = node.post(in: chat, key: key, at: now) { _ in [0x81, 1, 0x61] }
        let frame: [UInt8] = [0x81, 1, 0x31]
        let notes: [UInt8] = [1, 2, 3]
        _ = node.post(frame.span, [UInt8]().span, notes: notes.span, in: relay, key: key, at: now)
        if let claim { node.leave(claim, at: now) }
        node.enforceRetention(at: now)

        var segment = SegmentHeader(node: "alpha", salt: 0x0123_4567_89AB_CDEF, lengthBefore: 99).encoded
        SegmentRecord.append(to: &segment, offset: 0, salt: 1, synced: 2) { node.produceCheckpoint(into: &$0) }
        var extent = JournalExtent()
        SegmentRecord.append(to: &segment, offset: segment.count, salt: 1, synced: 3) { body in
            node.produceJournal(into: &body, noting: &extent, limit: SegmentRecord.bodyLimit)
        }
        return segment
    }

    @Test func `is the one that the simulator makes earlier ones of`() {
        #expect(EarlierSegments.current == SegmentHeader.version)
    }

    @Test func `is the one that its version names`() {
        #expect(SegmentHeader.version == Self.known.version)
        #expect(Self.written().span.hash(seed: 0) == Self.known.hash)
    }
}
