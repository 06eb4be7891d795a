import Gossip
import MeshSimulator
import Synchronization
import Testing

@testable import BroadcastMesh

/// For how long a node waits for those who do not go on, and for how much of them it has room.
@Suite("A node whose clients are slow", .computing, .timeLimit(.minutes(10))) struct VirtualPatienceTests {
    /// What a ping looks like as text: its first byte is no UTF-8.
    private static let ping = "\u{FFFD}\0"

    /// What a node told.
    private final class Paper: Sendable {
        private let text = Mutex("")
        func write(_ line: [UInt8]) { text.withLock { $0 += String(decoding: line, as: UTF8.self) } }
        func has(_ words: String) -> Bool { text.withLock { $0.contains(words) } }
    }

    private static func serving(
        _ names: [String] = ["alpha"],
        over transport: String = "tcp",
        profile: WireProfile = WireProfile(),
        saying settings: String = "",
        log: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) throws -> VirtualMesh {
        var mesh = try VirtualMesh(names, over: transport, saying: settings, profile: profile, log: log)
        let isUp = mesh.run { mesh in
            mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && ($0.hasHeardPeers || names.count == 1) }
        }
        #expect(isUp)
        return mesh
    }

    @Test(arguments: [
        ("GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n", "HTTP/1.1 200 "),
        ("GET /health HTTP/1.1\r\nHost: mesh\r\nX: \(String(repeating: "x", count: 9000))\r\n\r\n", "HTTP/1.1 200 "),
        ("GET /health HTTP/1.1\r\nHost: mesh\r\n", "HTTP/1.1 408 "),
    ])
    func `reads what waits in a socket before it says that it has not come`(request: String, answer: String) throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        _ = mesh.run(for: 9) { _ in false }
        // The next look is after the ten seconds, and the turn that looks comes in time.
        mesh.pause(600_000_000)
        mesh.step()
        #expect(client.send(request))
        mesh.pause(1_050_000_000)
        mesh.stepBlindly()
        _ = mesh.run(for: 1) { _ in false }

        let received = try client.received
        #expect(received.hasPrefix(answer), "\(received)")
    }

    @Test(arguments: [
        ("GET /health HTTP/1.1\r\nHost: mesh\r\nX: ", "The head of the request took too long."),
        (
            "POST /channels/tea HTTP/1.1\r\nHost: mesh\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nten",
            "The body of the request took too long."
        ),
    ])
    func `answers with 408 what does not go on, and says which part`(part: String, words: String) throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        var isSent = false
        let isAnswered = try mesh.run(for: 120) { _ in
            if !isSent { isSent = client.send(part) }
            let received = try client.received
            return received.hasPrefix("HTTP/1.1 408 ") && received.contains(words)
        }
        _ = mesh.run(for: 10) { _ in false }
        #expect(isAnswered)
        #expect(mesh.nodes[0].serving.connectionCount == 0)
    }

    @Test func `closes with 1008 who is there and does not end a message`() throws {
        var mesh = try Self.serving()
        let client = try mesh.client(asking: VirtualClient.upgrade("tea"))
        // The first fragment of a text.
        #expect(client.send([0x01, 0x81, 0, 0, 0, 0, 0x61]))
        var pongs = 0
        let isClosed = try mesh.run(for: 600) { _ in
            let received = try client.received
            let pings = received.ranges(of: Self.ping).count
            while pongs < pings, client.send([0x8A, 0x80, 0, 0, 0, 0]) { pongs += 1 }
            return received.contains("The message took too long")
        }
        #expect(isClosed)
        #expect(pongs > 0)
    }

    @Test func `goes on serving while it drains, says so to balancers, and then sends everybody away`() throws {
        let paper = Paper()
        var mesh = try Self.serving(log: paper.write)
        let reader = try mesh.client(asking: VirtualClient.upgrade("tea"))
        let poster = try mesh.client(asking: "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n")
        #expect(try poster.received.hasPrefix("HTTP/1.1 200 "))

        mesh.tell(.stop(after: 3_000_000_000), to: 0)
        let isPosted = poster.send(
            "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n" + VirtualClient.post("hello", on: "tea")
        )
        let isServed = try mesh.run(for: 2) { _ in try reader.received.contains("hello") }
        #expect(isPosted && isServed)
        #expect(try poster.received.contains("HTTP/1.1 503 "))
        #expect(paper.has("info draining seconds=3"))

        let isSentAway = try mesh.run(for: 10) { _ in try reader.received.contains("The node is stopping") }
        #expect(isSentAway)
    }

    @Test func `turns away with 503 who comes when it has no descriptor for him, and takes who comes later`() throws {
        var mesh = try Self.serving()
        var clients: [VirtualClient] = []
        for _ in 0..<11 {
            clients += try (0..<100).map { _ in try VirtualClient(to: 0, of: mesh) }
            _ = mesh.run(for: 1) { _ in false }
        }
        let turnedAway = try clients.filter { try $0.received.hasPrefix("HTTP/1.1 503 ") }
        let room = DescriptorBudget(limit: 1024, open: 8, peers: 0)
        #expect(turnedAway.count >= clients.count - room.clients - room.refusals)
        #expect(turnedAway.count <= clients.count - room.clients)

        clients = []
        let isEmpty = mesh.run { $0.nodes[0].serving.connectionCount == 0 }
        #expect(isEmpty)
        let late = try mesh.client(asking: VirtualClient.upgrade("tea"))
        #expect(try late.received.hasPrefix("HTTP/1.1 101 "))
    }

    @Test func `carries to its peers what is larger than a socket takes at once`() throws {
        var profile = WireProfile()
        profile.bufferBytes = 16_384
        var mesh = try Self.serving(["alpha", "bravo"], profile: profile)
        let reader = try VirtualClient(to: 1, of: mesh)
        let poster = try VirtualClient(to: 0, of: mesh)
        let message = String(repeating: "0123456789abcdef", count: 30_000)
        var rest = Array(VirtualClient.post(message, on: "tea").utf8)[...]
        var isAsked = false
        let hasCome = try mesh.run(for: 60) { _ in
            if !isAsked { isAsked = reader.send(VirtualClient.upgrade("tea")) }
            if try reader.received.contains("101 ") { poster.send(someOf: &rest) }
            return try reader.received.hasSuffix(message)
        }
        #expect(hasCome)
        #expect(try poster.received.contains(" 202 "))
    }

    @Test func `counts what it sends again to a peer on a way that loses, and loses nothing`() throws {
        var profile = WireProfile()
        profile.lossPerMillion = 200_000
        var mesh = try Self.serving(["alpha", "bravo"], over: "udp", profile: profile)
        let poster = try VirtualClient(to: 0, of: mesh)
        var rest = Array(String(repeating: VirtualClient.post("hello", on: "tea"), count: 50).utf8)[...]
        let hasCome = mesh.run(for: 120) { mesh in
            poster.send(someOf: &rest)
            return mesh.nodes[1].gossip.counters.received == 50
        }
        #expect(hasCome)
        let counts = mesh.nodes[0].peers.retransmissions(with: mesh.nodes[0].gossip)
        #expect(counts.map(\.peer) == ["bravo"])
        #expect(counts[0].count > 0)
    }

    @Test func `gives the last list of users whole to who had no room for one`() throws {
        var profile = WireProfile()
        profile.bufferBytes = 4096
        var mesh = try Self.serving(profile: profile)
        let slow = try mesh.client(asking: VirtualClient.upgrade(at: "/start_web_socket?username=slow"))
        _ = mesh.run(for: 1) { _ in false }
        // It does not read while many come, whose names fill its socket.
        let names = (0..<60).map { "\($0 + 10)" + String(repeating: "n", count: 60) }
        var others: [VirtualClient] = []
        for first in stride(from: 0, to: names.count, by: 5) {
            for name in names[first..<(first + 5)] {
                let request = VirtualClient.upgrade(at: "/start_web_socket?username=\(name)")
                others.append(try mesh.client(asking: request))
            }
            _ = try mesh.run(for: 1) { _ in
                for other in others { _ = try other.received }
                return false
            }
        }
        let usernames = (names + ["slow"]).map { "\"\($0)\"" }.joined(separator: ",")
        let list = #"{"event":"update-users","usernames":[\#(usernames)]}"#
        let isTold = try mesh.run(for: 30) { _ in try slow.received.contains(list) }
        #expect(isTold)
        #expect(mesh.nodes[0].serving.attached == 61)
    }
}
