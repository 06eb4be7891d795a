import Testing

@testable import Mesh

@Suite("The nodes that a session goes to") struct NodeTourTests {
    private var tour = NodeTour(from: "a")

    @Test func `are dialed one after the other, until one lets it in`() {
        var tour = tour
        tour.add(["b", "a", "c"])
        #expect(tour.begin() == "a")
        #expect(tour.next() == "b")
        #expect(tour.isDialing)
        let hasArrived = tour.arrive()
        #expect(hasArrived)
        #expect(tour.current == "b")
        #expect(!tour.isDialing)
        let hasArrivedAgain = tour.arrive()
        #expect(!hasArrivedAgain)
        #expect(tour.next() == nil)
    }

    @Test func `come before the one that was lost, after a pause that grows`() {
        var tour = tour
        tour.replace(with: ["b", "c"])
        #expect(tour.pause(chance: 0.5) == 500_000_000)
        #expect(tour.nodes == ["b", "c", "a"])
        let pauses = (0..<6).map { _ in tour.pause(chance: 1) }
        #expect(pauses.last == NodeTour<String>.longestPause)
        #expect(pauses == pauses.sorted())
    }
}
