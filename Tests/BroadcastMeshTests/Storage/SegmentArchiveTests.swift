import Gossip
import Testing

@testable import BroadcastMesh

@Suite("The complete segments of a journal", .computing) struct SegmentArchiveTests {
    @Test func `are looked at again when another one is complete, or much was let go`() {
        var archive = SegmentArchive()
        var looks = 0
        func look(holding bytes: Int) -> Range<Int>? {
            archive.nextFold(limit: 1000, heldBytes: bytes) { _ in
                looks += 1
                return 5
            }
        }
        func append(_ number: Int) {
            let name = SegmentName(number, isSettled: true)
            archive.append(
                ClosedSegment(name: name, last: number, bytes: 1000, extent: JournalExtent(), isFolded: true)
            )
        }
        for number in 1...3 { append(number) }

        var found = [look(holding: 10_000)]
        #expect(looks == 3)
        found += [look(holding: 10_000), look(holding: 9_800)]
        #expect(looks == 3)
        found += [look(holding: 9_700), look(holding: 9_600)]
        #expect(looks == 6)
        append(4)
        found.append(look(holding: 9_600))
        #expect(looks == 10)
        #expect(found.allSatisfy { $0 == nil })
    }
}
