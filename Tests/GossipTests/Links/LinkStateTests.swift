import Testing

@testable import Gossip

@Suite("A link", .computing) struct LinkStateTests {
    private let now = Moment(monotonic: .milliseconds(1000), wall: 0)
    fileprivate static let hello = Hello(name: "bravo", epoch: 1, bootNonce: 1, frameLimit: 100)
    private let bravo = LinkPeer(LinkStateTests.hello, member: 7, at: Moment(monotonic: 0, wall: 0))

    private func makeLink(expecting: String? = nil) -> Link {
        Link(serial: 3, over: .tcp, as: .opening(expecting: expecting), probing: Probing(at: 0, interval: 1))
    }

    @Test func `opens, is up, and counts once the peer showed that it hears`() {
        var link = makeLink(expecting: "bravo")
        #expect(link.isOpening && link.isAlive && !link.isUp)
        #expect(link.peer == nil)

        link.greet(bravo, newestArrival: 12, at: now)
        #expect(link.isUp && link.isAlive && !link.isEstablished)
        #expect(link.peer?.member == 7)
        #expect(link.cursor.next == 12)
        #expect(link.outbox.clockPlace == 0, "the peer is told the whole clock")

        link.confirm()
        #expect(link.isEstablished)
    }

    @Test func `has nothing left to say but its last words when it closes`() {
        var link = makeLink()
        link.outbox.append([1, 2])
        link.greet(bravo, newestArrival: 0, at: now)
        link.confirm()
        link.outbox.append(Ask(origin: 0, lower: 1, upper: 2))
        _ = link.outbox.append(Answer(origin: 0, next: 1, upper: 2, stateSequence: 0), limit: 10)

        link.close(saying: [3, 4])

        #expect(!link.isAlive && !link.isUp)
        #expect(link.isConfirmed, "who was there is known to the end")
        #expect(link.outbox.control == [1, 2, 3, 4])
        #expect(!link.hasNews(at: now))
        link.checkInvariants()
    }

    @Test func `knows nobody when it closes before anybody greeted`() {
        var link = makeLink(expecting: "bravo")

        link.close(saying: [])

        #expect(link.peer == nil)
        #expect(!link.isConfirmed)
    }

    @Test func `is not changed by what comes late`() {
        var link = makeLink()
        link.close(saying: [])

        link.confirm()
        link.noteClock()

        #expect(!link.isAlive)
        #expect(link.peer == nil)
    }
}

@Suite("A table of links", .computing) struct LinkTableTests {
    private func open(_ links: inout LinkTable) -> Int {
        links.open(over: .udp, expecting: nil, probing: Probing(at: 0, interval: 1))
    }

    private func greet(_ link: Int, of links: inout LinkTable) {
        let now = Moment(monotonic: 0, wall: 0)
        links.greet(link, LinkPeer(LinkStateTests.hello, member: 7, at: now), newestArrival: 0, at: now)
    }

    @Test func `uses numbers again, and serials never`() {
        var links = LinkTable(neighbours: [])
        links.add(0)
        let (first, second) = (open(&links), open(&links))
        greet(first, of: &links)
        links[first, origin: 0].note(head: 9)
        #expect(links.peerLogs.newestHead(of: 0) == 9)

        let closed = links.close(first)
        let third = open(&links)

        #expect((first, second, third) == (0, 1, 0))
        #expect(links[third].serial > links[second].serial && links[second].serial > closed.serial)
        #expect(links.peerLogs.newestHead(of: 0) == 0, "what was known through the closed one is not known any more")
        links.checkInvariants()
    }

    @Test func `remembers what passed over links that have closed`() {
        var links = LinkTable(neighbours: ["bravo"])
        for bytes in [10, 5] {
            let link = open(&links)
            greet(link, of: &links)
            links[link].confirm()
            links[link].statistics.countSent(bytes: bytes)
            if bytes == 10 { _ = links.close(link) }
        }

        #expect(links.statistics(of: 7).sentBytes == 15)
        #expect(links.statistics(of: 8).sentBytes == 0)
    }

    @Test func `has a place for what peers hold once they greet, for as many as do at a time`() {
        var links = LinkTable(neighbours: [])
        for run in 0..<3 { links.add(run) }
        let crowd = (0..<100).map { _ in open(&links) }
        #expect(links.peerLogs.width == 0)
        #expect(links[crowd[99], origin: 2].head == 0, "of who has not said anything nothing is known")

        for (head, link) in crowd[90...].enumerated() {
            greet(link, of: &links)
            links[link, origin: 2].note(head: UInt64(head) + 1)
            #expect(links[link, origin: 2].head == UInt64(head) + 1)
            #expect(links.peerLogs.newestHead(of: 2) == UInt64(head) + 1 && links.peerLogs.newestHead(of: 1) == 0)
            if head > 0 { _ = links.close(link) }
            links.checkInvariants()
        }
        #expect(links.peerLogs.width == 2)
        #expect(links[crowd[90], origin: 2].head == 1)
    }

    @Test func `has no place for those who only knock at a node`() throws {
        var mesh = TestMesh(1)
        for _ in 0..<100 { _ = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now) }
        #expect(mesh.nodes[0].links.peerLogs.width == 0)

        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].links.peerLogs.width == 1)
        mesh.nodes[0].closeLink(peer.link, reason: .silent(milliseconds: 1), at: mesh.now)
        _ = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].links.peerLogs.width == 1)
    }

    @Test func `leaves no news to the next one that has its number`() throws {
        var mesh = TestMesh(1)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].renewLink(peer.link)
        mesh.nodes[0].closeLink(peer.link, reason: .disconnected("cut"), at: mesh.now)
        let next = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now)
        #expect(next == peer.link)

        let events = mesh.nodes[0].takeEvents()

        #expect(!events.contains { $0.link != nil })
        #expect(events.contains(.linkDown(peer: "bravo", .disconnected("cut"))))
    }

    @Test func `never takes back what a peer is known to hold`() {
        var links = LinkTable(neighbours: [])
        links.add(0)
        let link = open(&links)
        greet(link, of: &links)

        for head in [3, 9, 5] as [UInt64] { links[link, origin: 0].note(head: head) }

        #expect(links[link, origin: 0].head == 9)
    }
}
