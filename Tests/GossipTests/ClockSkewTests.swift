import Testing

@testable import Gossip

@Suite("Clocks that are far apart", .computing) struct ClockSkewTests {
    private static let now = Moment(monotonic: 0, wall: 1_700_000_000_000_000)

    private func isClockNews(_ event: GossipEvent) -> Bool {
        switch event {
        case .clocksApart, .clocksTogether: true
        default: false
        }
    }

    @Test func `are told once at both ends, and once more when they are set right`() {
        var mesh = TestMesh(2)
        mesh.wallOffsets[0] = 90_000_000
        mesh.connect(0, 1)
        mesh.run(milliseconds: 8000)

        // The greetings tell it, of which one was some milliseconds on its way.
        #expect(mesh.events[0].filter(isClockNews) == [.clocksApart(peer: "bravo", microseconds: -90_010_000)])
        #expect(mesh.events[1].filter(isClockNews) == [.clocksApart(peer: "alpha", microseconds: 90_000_000)])
        #expect(mesh.nodes[0].linkReports.map(\.clockSkew) == [-90_000_000])

        mesh.wallOffsets[0] = 0
        mesh.run(milliseconds: 8000)
        #expect(mesh.events[0].last(where: isClockNews) == .clocksTogether(peer: "bravo"))
        #expect(mesh.events.map { $0.count(where: isClockNews) } == [2, 2])
        #expect(mesh.nodes[1].linkReports.map(\.clockSkew) == [0])
    }

    @Test func `are not told anew for each link that breaks and comes back`() {
        var mesh = TestMesh(2)
        mesh.wallOffsets[0] = -90_000_000
        for _ in 0..<3 {
            let wire = mesh.connect(0, 1)
            mesh.run(milliseconds: 2000)
            mesh.cut(wire)
        }
        #expect(mesh.events.map { $0.count(where: isClockNews) } == [1, 1])
    }

    @Test func `are not told below a minute, nor again and again at the edge`() {
        var skew = ClockSkew()
        #expect(skew.note(wall: Self.now.wall + 59_000_000, roundTrip: 0, at: Self.now) == nil)
        #expect(skew.note(wall: Self.now.wall + 61_000_000, roundTrip: 0, at: Self.now) == .apart)
        #expect(skew.note(wall: Self.now.wall + 59_000_000, roundTrip: 0, at: Self.now) == nil)
        #expect(skew.note(wall: Self.now.wall + 61_000_000, roundTrip: 0, at: Self.now) == nil)
        #expect(skew.note(wall: Self.now.wall + 50_000_000, roundTrip: 0, at: Self.now) == .together)
    }

    @Test func `are measured with half of the time there and back, and smoothed`() {
        var skew = ClockSkew()
        _ = skew.note(wall: Self.now.wall - 100_000, roundTrip: 200_000_000, at: Self.now)
        #expect(skew.offset == 0)
        _ = skew.note(wall: Self.now.wall - 20_000, roundTrip: 200_000_000, at: Self.now)
        #expect(skew.offset == 10_000)
    }

    @Test func `may be as far apart as a time can be`() {
        var skew = ClockSkew()
        #expect(skew.note(wall: Moment.wallLimit, roundTrip: 0, at: Self.now) == .apart)
        #expect(skew.note(wall: 0, roundTrip: 0, at: Self.now) == nil)
        #expect(skew.offset == -Self.now.wall)
    }
}
