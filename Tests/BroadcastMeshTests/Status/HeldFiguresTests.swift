import Testing

@testable import BroadcastMesh

@Suite("Answers that are not read", .computing) struct HeldFiguresTests {
    private static let size = 100_000

    private static func client(_ slot: Int32) -> ClientReference { ClientReference(slot: slot, generation: 1) }

    /// Has each of so many clients given an answer of its own.
    private static func held(_ count: Int32, of size: Int = size, limit: Int) -> HeldFigures {
        var held = HeldFigures(limit: limit)
        for slot in 0..<count {
            let figures = Figures(bytes: [UInt8](repeating: 0, count: size), number: held.takeNumber())
            held.note(figures, givenTo: client(slot))
        }
        return held
    }

    /// Who is to be cut off when so many are held.
    private static func overtaken(
        _ held: inout HeldFigures,
        sparing current: [UInt32],
        where isReading: (ClientReference) -> Bool
    ) -> [Int32] {
        held.overtake(sparing: current) { client, _ in isReading(client) }
        var slots: [Int32] = []
        while let (client, number) = held.popOvertaken() {
            #expect(number == UInt32(client.slot) + 1)
            slots.append(client.slot)
        }
        return slots
    }

    @Test func `have the oldest readers cut off where there are too many`() {
        var held = Self.held(6, limit: 2 * Self.size)
        #expect(held.mayBeOverLimit)
        #expect(Self.overtaken(&held, sparing: [6]) { _ in true } == [0, 1, 2])
        #expect(!held.hasOvertaken)
    }

    @Test func `count for nothing once they are read`() {
        var held = Self.held(6, limit: 2 * Self.size)
        #expect(Self.overtaken(&held, sparing: [6]) { $0.slot % 3 == 0 } == [])
        #expect(!held.mayBeOverLimit, "the newest and two older ones")
    }

    @Test func `may stay one at a time, however long it is`() {
        var held = Self.held(3, limit: 0)
        #expect(Self.overtaken(&held, sparing: [3]) { _ in true } == [0])
    }

    @Test func `are not looked at where they are short`() {
        let held = Self.held(100, of: HeldFigures.shortBytes, limit: 0)
        #expect(!held.mayBeOverLimit)
    }
}
