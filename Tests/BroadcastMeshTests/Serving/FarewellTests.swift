import Testing

@testable import BroadcastMesh

@Suite("A farewell", .computing) struct FarewellTests {
    @Test func `comes to each slot once, those that are made meanwhile included`() {
        var farewell = Farewell(1001, "The node is stopping")

        let slots = (0..<3).map { _ in farewell.takeSlot(below: 2) }
        #expect(slots == [0, 1, nil])
        #expect(farewell.takeSlot(below: 3) == 2)
        #expect(farewell.nextSlot == 3)
    }
}
