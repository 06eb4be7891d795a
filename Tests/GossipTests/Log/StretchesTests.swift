import Testing

@testable import Gossip

@Suite("Numbers that follow each other", .computing) struct StretchesTests {
    @Test func `are one stretch as long as they are of one origin and none is missing`() {
        var stretches = Stretches()

        for number in [UInt64(4), 5, 6] { stretches.append(number, of: 1) }
        stretches.append(7, of: 2)
        stretches.append(8, of: 1)
        stretches.append(10, of: 1)

        #expect(
            stretches.all == [
                Stretches.Stretch(origin: 1, numbers: 4...6), Stretches.Stretch(origin: 2, numbers: 7...7),
                Stretches.Stretch(origin: 1, numbers: 8...8), Stretches.Stretch(origin: 1, numbers: 10...10),
            ]
        )
        #expect(stretches.count == 6)
    }
}
