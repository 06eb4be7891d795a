import MeshClient
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
        let hasArrived = tour.arrive(at: 0)
        #expect(hasArrived)
        #expect(tour.current == "b")
        #expect(!tour.isDialing)
        let hasArrivedAgain = tour.arrive(at: 0)
        #expect(!hasArrivedAgain)
        #expect(tour.next() == nil)
    }

    @Test func `come before the one that was lost, after a pause that grows`() {
        var tour = tour
        tour.replace(with: ["b", "c"])
        #expect(tour.pause(at: 0, chance: 0.5) == 50_000_000)
        #expect(tour.nodes == ["b", "c", "a"])
        let pauses = (0..<6).map { _ in tour.pause(at: 0, chance: 1) }
        #expect(pauses.last == DialingPauses.longest * 1_000_000)
        #expect(pauses == pauses.sorted())
    }

    @Test func `are tried less and less often where they let everybody in and close, and at once after one that stood`()
    {
        var tour = tour
        tour.replace(with: ["b", "c"])
        var pauses: [Int64] = []
        for round in 0..<8 {
            _ = tour.begin()
            _ = tour.arrive(at: 0)
            let stood = DialingPauses.steadiness * 1_000_000 - (round < 7 ? 1 : 0)
            pauses.append(tour.pause(at: stood, chance: 1))
        }
        // Each of the three is tried at once.
        #expect(pauses == [100, 100, 100, 400, 1600, 6400, 20_000, 100].map { $0 * 1_000_000 })
    }

    @Test func `are tried at once as long as one lets somebody in, however often none does in between`() {
        var tour = tour
        tour.replace(with: ["b", "c"])
        var pauses: [Int64] = []
        for _ in 0..<3 {
            _ = tour.begin()
            _ = tour.arrive(at: 0)
            pauses.append(tour.pause(at: DialingPauses.steadiness * 1_000_000, chance: 1))
            // A round in which nobody answers.
            _ = tour.begin()
            pauses.append(tour.pause(at: 0, chance: 1))
        }
        #expect(pauses == [100, 400, 100, 400, 100, 400].map { $0 * 1_000_000 })
    }
}
