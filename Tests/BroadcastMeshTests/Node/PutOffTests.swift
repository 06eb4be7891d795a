import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// What a few clients send and ask for is more than a turn has room for here, as what thousands do on a real node.
@Suite("What a turn leaves for the next", .computing, .timeLimit(.minutes(10))) struct PutOffTests {
    /// What can be left.
    private enum Rest: CaseIterable {
        case frames, requests, links, rounds, readers, names, arrivals, copies, figures, paths, farewells
    }

    private static func rests(of node: borrowing Node) -> Set<Rest> {
        let (everybody, serving, now) = (node.serving.everybody, node.serving, node.clock.now.monotonic)
        let hasRound = (0..<serving.audiences.count).contains { serving.audiences[$0].round != nil }
        let all: [(rest: Rest, isLeft: Bool)] = [
            (.frames, everybody.contains { $0.intake.hasRest }),
            (.requests, everybody.contains { $0.intake.hasRequestsLeft }),
            (.links, !node.turns.links.isEmpty),
            (.rounds, hasRound),
            (.readers, !serving.fanOut.served.isEmpty),
            (.names, node.rooms.hasChangedClaims),
            (.arrivals, node.rooms.deadline.map { $0 <= now } ?? false),
            (.copies, node.rooms.hasConfirmed),
            (.figures, node.routes.hasFiguresWork),
            (.paths, node.peers.unflushed != Peers.Unflushed()),
            (.farewells, serving.isSendingAway),
        ]
        return Set(all.filter(\.isLeft).map(\.rest))
    }

    /// A mesh, and what its first node left for its next turn at some time.
    private var mesh: VirtualMesh
    private var seen: Set<Rest> = []

    init() throws { mesh = try ShortTurnsTests.serving(["alpha", "bravo", "charlie"]) }

    /// Lets the nodes go on until something holds, and notes what is left meanwhile.
    private mutating func run(until condition: (VirtualMesh) throws -> Bool) throws {
        var seen = seen
        let holds = try mesh.run { mesh in
            seen.formUnion(Self.rests(of: mesh.nodes[0]))
            return try condition(mesh)
        }
        self.seen = seen
        #expect(holds)
    }

    private static func texts(_ words: String, _ count: Int) -> [String] { (0..<count).map { "\(words) \($0)." } }

    private mutating func clients(_ count: Int, at path: String, of index: Int = 0) throws -> [VirtualClient] {
        try (0..<count).map { number in
            let request = VirtualClient.upgrade(at: path.replacing("NUMBER", with: "\(number)"))
            return try mesh.client(of: index, asking: request)
        }
    }

    @Test mutating func `is given to all of a channel, in order, with what peers say`() throws {
        let readers = try clients(6, at: "/channels/tea")
        let poster = try clients(1, at: "/channels/tea")[0]
        let said = Self.texts("said", 30)
        #expect(poster.send(said.flatMap { VirtualClient.frame($0) }))
        for index in 1...2 {
            for text in Self.texts("peer \(index)", 10) { mesh.post(Array(text.utf8), on: "tea", of: index) }
        }
        // What both peers say is there when alpha reads it.
        for _ in 0..<10 { _ = mesh.run { _ in true } }
        mesh.pause(10_000_000)

        let lines = /(said|peer [12]) [0-9]+\./
        try run { _ in try readers.allSatisfy { try $0.received.matches(of: lines).count >= 50 } }

        #expect(seen.isSuperset(of: [.frames, .rounds, .links, .paths]), "\(seen)")
        for reader in readers {
            let heard = try reader.received
            for words in ["said", "peer 1", "peer 2"] {
                let numbers = heard.matches(of: try Regex("\(words) ([0-9]+)\\.")).compactMap {
                    $0[1].substring.flatMap { Int($0) }
                }
                #expect(numbers == Array(0..<(words == "said" ? 30 : 10)), "\(words)")
            }
        }
    }

    @Test mutating func `is answered one by one, be it requests, figures or much of a channel`() throws {
        for _ in 0..<64 { mesh.post([UInt8](repeating: 7, count: 4 << 10), on: "large", of: 0) }
        for number in 0..<5 { mesh.post([1], on: "small \(number)", of: 0) }
        try run { $0.nodes[0].gossip.counters.posted == 69 }
        let asker = try VirtualClient(to: 0, of: mesh)
        let readers = try (0..<3).map { _ in try VirtualClient(to: 0, of: mesh) }
        try run { $0.nodes[0].serving.connectionCount == 4 }
        mesh.pause(10_000_000)

        let health = "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"
        #expect(asker.send(health + health + "GET /status HTTP/1.1\r\nHost: mesh\r\n\r\n" + health))
        for reader in readers { #expect(reader.send(VirtualClient.upgrade(at: "/channels/large?history=64"))) }
        try run { _ in
            let areThrough = try readers.allSatisfy { try $0.read() > 64 * (4 << 10) }
            return try asker.received.matches(of: /HTTP\/1.1 200/).count == 4 && areThrough
        }

        #expect(seen.isSuperset(of: [.requests, .figures, .readers]), "\(seen)")
        #expect(try asker.received.contains("small 4"))
    }

    @Test mutating func `is told to who posts with keys, once for each that others hold`() throws {
        let request = VirtualClient.upgrade(at: "/channels/tea", speaking: Subprotocol.channel)
        let program = try mesh.client(asking: request)
        let posts = (0..<20).map { #"{"data":\#($0),"key":"k\#($0)."}"# }.joined(separator: ",")
        #expect(program.send(VirtualClient.longFrame(#"{"event":"posts","posts":[\#(posts)]}"#)))

        try run { _ in try program.received.matches(of: /"copies":2/).count >= 20 }
        _ = mesh.run(for: 1) { _ in false }

        #expect(seen.contains(.copies), "\(seen)")
        let received = try program.received
        for number in 0..<20 { #expect(received.ranges(of: #""key":"k\#(number).""#).count == 3, "k\(number)") }
    }

    @Test mutating func `is said to all who lose their names, or have seen more than there is, or must go`() throws {
        let whole = mesh.nodes[0].settings.mesh
        for index in 0..<3 {
            try mesh.reconfigure(index) { mesh in
                for node in mesh.nodes.indices { mesh.nodes[node].peers = [] }
            }
        }
        try run { $0.nodes.allSatisfy { $0.gossip.nodeReports.count == 1 } }
        let path = "/start_web_socket?username=ana&channel=roomNUMBER"
        let earlier = try clients(4, at: path, of: 1)
        // Whoever holds a name is known by the time, in microseconds.
        _ = mesh.run(for: 1) { _ in false }
        let later = try clients(4, at: path)
        for index in 0..<3 { try mesh.reconfigure(index) { $0 = whole } }
        try run { _ in try later.allSatisfy { try $0.received.contains("Username ana is already taken") } }
        try run { $0.nodes.allSatisfy { $0.hasHeardPeers } }
        #expect(mesh.nodes.map { $0.serving.attached } == [0, 4, 0])

        // Nobody ever posted what these have seen.
        let waiting = try (0..<3).map { _ in try VirtualClient(to: 0, of: mesh) }
        mesh.pause(10_000_000)
        _ = mesh.run(for: 1) { _ in false }
        let place = "bravo@\(mesh.nodes[1].gossip.epoch)/700"
        let request = VirtualClient.upgrade(at: "/channels/tea?after=\(place)", speaking: Subprotocol.channel)
        for client in waiting { #expect(client.send(request)) }
        try run { $0.nodes[0].serving.attached == 3 }

        mesh.tell(.stop(after: 0), to: 0)
        try run { $0.nodes[0].lifecycle.phase == .stopped }
        #expect(seen.isSuperset(of: [.names, .arrivals, .farewells]), "\(seen)")
        for client in waiting { #expect(try client.received.contains("The node is stopping")) }
        #expect(try earlier.allSatisfy { try !$0.received.contains("taken") })
    }
}
