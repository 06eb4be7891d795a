import Testing

@testable import BroadcastMesh

@Suite("A farewell") struct FarewellTests {
    @Test func `comes to each slot once, those that are made meanwhile included`() {
        var farewell = Farewell(1001, "The node is stopping")

        #expect([farewell.takeSlot(below: 2), farewell.takeSlot(below: 2), farewell.takeSlot(below: 2)] == [0, 1, nil])
        #expect(farewell.takeSlot(below: 3) == 2)
        #expect(farewell.nextSlot == 3)
    }
}
