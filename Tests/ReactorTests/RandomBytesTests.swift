import Reactor
import Testing

@Suite("Random bytes") struct RandomBytesTests {
    @Test func `fill the whole span, differently each time`() {
        let first = RandomBytes.array(count: 1000)
        let second = RandomBytes.array(count: 1000)
        #expect(first != second)
        // A part that was left out would be zero; 40 random bytes are all zero once in 2^320.
        for start in stride(from: 0, to: 960, by: 40) {
            #expect(first[start..<start + 40].contains { $0 != 0 })
        }
    }
}
