import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Who dials whom, and when", .computing) struct DialerTests {
    private static let first = SocketAddress(127, 0, 0, 1, port: 1)
    private static let second = SocketAddress(127, 0, 0, 2, port: 1)

    private func dialer(at now: Int64 = 0) -> Dialer {
        Dialer(
            [
                LinkConfiguration(peer: "bravo", transport: .tcp, dialAddress: Endpoint(host: "bravo", port: 1)),
                LinkConfiguration(peer: "carol", transport: .udp, dialAddress: nil),
                LinkConfiguration(peer: "delta", transport: .udp, dialAddress: Endpoint(host: "delta", port: 1)),
            ],
            at: now
        )
    }

    @Test func `is what the links say, at once, and each once`() {
        var dialer = dialer(at: 5)
        #expect(dialer.deadline == 5)
        #expect(dialer.takeDue(at: 4).isEmpty)
        let due = dialer.takeDue(at: 5)
        #expect(due.map { dialer[$0]?.peer } == ["bravo", "delta"])
        #expect(dialer.takeDue(at: .max).isEmpty)
        #expect(dialer.deadline == nil)
    }

    @Test func `rests while the peer's own dial is a link`() {
        var dialer = dialer()
        _ = dialer.takeDue(at: 0)
        dialer.rest(0, at: 7)
        #expect(dialer.deadline == 7 + Dialer.linkedPause)
        #expect(dialer.takeDue(at: 7 + Dialer.linkedPause) == [0])
    }

    @Test func `goes on to the next address before it waits`() {
        var dialer = dialer()
        _ = dialer.takeDue(at: 0)
        let began = dialer.begin([Self.first, Self.second], of: 0)
        let next = dialer.fail(0, "refused", mayGoOn: true, at: 0, chance: 0)
        #expect(began == Self.first)
        #expect(next == .goOn(Self.second))
        #expect(dialer.deadline == nil)

        let last = dialer.fail(0, "refused", mayGoOn: true, at: 7, chance: 0)
        #expect(last == .wait(isNews: false))
        #expect(dialer.deadline == 7)
    }

    @Test func `goes on to no address once the node is about to stop`() {
        var dialer = dialer()
        _ = dialer.begin([Self.first, Self.second], of: 0)
        #expect(dialer.fail(0, "refused", mayGoOn: false, at: 0, chance: 0) == .wait(isNews: false))
    }

    @Test func `waits longer each time, and tells what lasts once`() {
        var dialer = dialer()
        var now: Int64 = 0
        var waits: [Int64] = []
        var news: [Int] = []
        for count in 0..<8 {
            #expect(dialer.takeDue(at: now).contains(0))
            let failure = dialer.fail(0, count < 6 ? "refused" : "no route", mayGoOn: true, at: now, chance: 0)
            if failure == .wait(isNews: true) { news.append(count) }
            waits.append((dialer[0]?.nextTry ?? 0) - now)
            now = dialer[0]?.nextTry ?? 0
        }
        #expect(waits == [0, 50, 100, 200, 400, 800, 1600, 2000].map { $0 * 1_000_000 })
        #expect(news == [3, 6])
    }

    @Test func `begins again at once when a link was up`() {
        var dialer = dialer()
        for _ in 0..<5 { _ = dialer.fail(0, "refused", mayGoOn: true, at: 0, chance: 0) }
        _ = dialer.begin([Self.first, Self.second], of: 0)
        dialer.succeed(0, at: 8)
        #expect(dialer.fail(0, "reset", mayGoOn: true, at: 9, chance: 0) == .wait(isNews: false))
        #expect(dialer[0]?.nextTry == 9)
    }

    @Test func `waits longer each time when one link after the other ends soon, until one stands`() {
        var dialer = dialer()
        var now: Int64 = 0
        func waits(_ count: Int, standing lifetime: Int64) -> [Int64] {
            (0..<count).map { _ in
                dialer.succeed(0, at: now)
                now += lifetime
                #expect(dialer.fail(0, "reset", mayGoOn: true, at: now, chance: 0) == .wait(isNews: false))
                let wait = (dialer[0]?.nextTry ?? 0) - now
                now += wait
                return wait / 1_000_000
            }
        }
        #expect(waits(9, standing: 1_000_000) == [0, 50, 100, 200, 400, 800, 1600, 2000, 2000])
        #expect(waits(1, standing: 5_000_000_000) == [0])
        #expect(waits(2, standing: 1_000_000) == [0, 50])
    }

    @Test func `goes on with who stays when the links change, and dials who is new at once`() {
        var dialer = dialer()
        #expect(dialer.takeDue(at: 0) == [0, 1])
        _ = dialer.fail(1, "refused", mayGoOn: true, at: 0, chance: 0)
        _ = dialer.fail(1, "refused", mayGoOn: true, at: 0, chance: 0)
        dialer.reconfigure(
            [
                LinkConfiguration(peer: "delta", transport: .udp, dialAddress: Endpoint(host: "delta", port: 1)),
                LinkConfiguration(peer: "bravo", transport: .udp, dialAddress: Endpoint(host: "bravo", port: 1)),
                LinkConfiguration(peer: "echo", transport: .tcp, dialAddress: Endpoint(host: "echo", port: 1)),
            ],
            at: 7
        )

        // Over another transport bravo is dialed anew; delta waits as before.
        let due = dialer.takeDue(at: 7)
        #expect(due.map { dialer[$0]?.peer } == ["bravo", "echo"])
        #expect(dialer[0] == nil)
        #expect(dialer[1]?.nextTry == 50_000_000)

        // What comes of the dial that is gone changes nothing.
        #expect(dialer.begin([Self.first], of: 0) == nil)
        #expect(dialer.fail(0, "refused", mayGoOn: true, at: 9, chance: 0) == .wait(isNews: false))
    }

    @Test func `dials who has moved at once, unless a connection is there`() {
        var dialer = dialer()
        let moved = [("bravo", LinkTransport.tcp), ("delta", .udp)].map { name, transport in
            LinkConfiguration(peer: name, transport: transport, dialAddress: Endpoint(host: "there", port: 2))
        }
        #expect(dialer.takeDue(at: 0) == [0, 1])
        _ = dialer.begin([Self.first, Self.second], of: 0)
        for _ in 0..<5 { _ = dialer.fail(1, "refused", mayGoOn: true, at: 0, chance: 0) }
        dialer.reconfigure(moved, at: 7)
        #expect(dialer.takeDue(at: 7) == [1])
        #expect(dialer[0]?.endpoint == Endpoint(host: "there", port: 2))
        #expect(dialer[0]?.untried == [])
    }

    @Test func `knows of what it began that the peer has moved since, until it tries again`() {
        var dialer = dialer()
        let moved = LinkConfiguration(peer: "bravo", transport: .tcp, dialAddress: Endpoint(host: "there", port: 2))
        #expect(dialer.takeDue(at: 0) == [0, 1])
        #expect(dialer[0]?.hasMoved == false)
        dialer.reconfigure([moved], at: 7)
        #expect(dialer[0]?.hasMoved == true)
        dialer.beginAnew(0, at: 8)
        #expect(dialer.takeDue(at: 8) == [0])
        #expect(dialer[0]?.hasMoved == false)
    }

    @Test func `is over with the node: what comes late changes nothing`() {
        var dialer = Dialer()
        dialer.succeed(0, at: 0)
        #expect(dialer.begin([Self.first], of: 0) == nil)
        #expect(dialer.fail(0, "refused", mayGoOn: true, at: 0, chance: 0) == .wait(isNews: false))
        #expect(dialer.deadline == nil)
    }
}
