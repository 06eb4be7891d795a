import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// A turn takes here as long as its budget says.
@Suite("What one client sends at once", .computing, .timeLimit(.minutes(10))) struct OneReadTests {
    /// What a turn may come to, in nanoseconds: its budget, and a portion by which it goes over.
    private static let most = TurnBudget.turn * 3 / 2

    private static func serving(named name: String = "alpha") throws -> VirtualMesh {
        var mesh = try VirtualMesh([name])
        mesh.enlargeSockets(to: 64 << 20)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    private static func client(_ target: String, of mesh: inout VirtualMesh) throws -> VirtualClient {
        let path = "/channels/\(target)"
        return try mesh.client(asking: VirtualClient.upgrade(at: path, speaking: Subprotocol.channel))
    }

    /// Many posts in one frame.
    private static func posts(_ numbers: Range<Int>) -> [UInt8] {
        let posts = numbers.map { #"{"data":\#($0)}"# }
        return VirtualClient.longFrame(#"{"event":"posts","posts":[\#(posts.joined(separator: ","))]}"#)
    }

    @Test func `costs no reader its place, however many posts it is`() throws {
        var mesh = try Self.serving()
        let readers = try (0..<100).map { _ in try Self.client("flood", of: &mesh) }
        let poster = try Self.client("flood?listen=false", of: &mesh)
        var most = 0
        #expect(poster.send((0..<150).flatMap { Self.posts(($0 * 256)..<($0 * 256 + 256)) }))
        mesh.pause(10_000_000)

        let before = mesh.nodes[0].gossip.counters.posted
        for _ in 0..<600 where mesh.nodes[0].gossip.counters.posted - before < 150 * 256 {
            most = max(most, mesh.step())
            for reader in readers { try reader.forgetAll() }
        }

        #expect(mesh.nodes[0].gossip.counters.posted - before == 150 * 256)
        #expect(mesh.nodes[0].serving.attached == 101, "readers were closed")
        #expect(most < Self.most, "\(most)")
    }

    @Test func `is taken in to its end, in order, also when it ends with a close frame`() throws {
        var mesh = try Self.serving()
        let reader = try Self.client("tea", of: &mesh)
        let poster = try Self.client("tea?listen=false", of: &mesh)
        let close: [UInt8] = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]
        // From who sends long messages much is received at once.
        let text = String(repeating: "x", count: 60_000)
        let long = (0..<5).flatMap { _ in VirtualClient.longFrame(#"{"event":"post","data":"\#(text)"}"#) }
        let short = (0..<60).flatMap { Self.posts(($0 * 256)..<($0 * 256 + 256)) }
        #expect(poster.send(long + short + close))
        mesh.pause(10_000_000)

        var waiting = 0
        for _ in 0..<200 where mesh.nodes[0].serving.attached == 2 {
            mesh.step()
            waiting = max(waiting, mesh.nodes[0].serving.timing.unfinished.total)
        }
        _ = mesh.run(for: 1) { _ in false }

        #expect(mesh.nodes[0].serving.attached == 1)
        #expect(waiting > 100_000, "what waits for the next turn is not counted")
        #expect(mesh.nodes[0].serving.timing.unfinished.total == 0)
        let heard = try reader.received.matches(of: /"data":([0-9]+)/).compactMap { Int($0.1) }
        #expect(heard == Array(0..<60 * 256))
    }

    @Test func `is answered a few requests a turn when each asks for much of a chat`() throws {
        var mesh = try Self.serving()
        let ana = try mesh.client(asking: VirtualClient.upgrade(at: "/start_web_socket?username=ana"))
        let text = String(repeating: "x", count: 60)
        for _ in 0..<500 { #expect(ana.send(VirtualClient.frame(#"{"event":"send-message","message":"\#(text)"}"#))) }
        var heard = ""
        let areThere = try mesh.run { _ in
            heard = try ana.received
            return heard.matches(of: /"id":"/).count >= 500
        }
        #expect(areThere)
        let last = try #require(heard.matches(of: /"id":"([^"]+)"/).last).1
        _ = try ana.takeAll()
        let request = VirtualClient.frame(#"{"event":"history","before":"\#(last)","count":500}"#)
        #expect(ana.send(Array([[UInt8]](repeating: request, count: 40).joined())))
        mesh.pause(10_000_000)

        var most = 0
        heard = ""
        for _ in 0..<100 where heard.matches(of: /"event":"history"/).count < 40 {
            most = max(most, mesh.step())
            heard += try ana.takeAll()
        }

        #expect(heard.matches(of: /"event":"history"/).count == 40)
        #expect(most < Self.most, "\(most)")
    }

    @Test func `is answered in portions, so that others who come meanwhile do not wait for all of it`() throws {
        var mesh = try Self.serving()
        let health = "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"
        let hasty = try (0..<4).map { _ in try mesh.client(asking: health) }
        let modest = try mesh.client(asking: health)
        for client in hasty + [modest] { _ = try client.takeAll() }
        for client in hasty { #expect(client.send(String(repeating: health, count: 300))) }
        #expect(modest.send(health))
        mesh.pause(10_000_000)

        for _ in 0..<2 { _ = mesh.step() }
        #expect(try modest.takeAll().contains("200 OK"))
        for client in hasty {
            let count = try client.received.matches(of: /200 OK/).count
            #expect((1...4 * ReadySources.quantum / TurnBudget.request).contains(count), "\(count)")
        }
        let areThere = mesh.run { _ in
            hasty.allSatisfy { (try? $0.received.matches(of: /200 OK/).count) == 300 }
        }
        #expect(areThere)
    }

    @Test func `gets it no more of its channel in a turn, however much it is told of it`() throws {
        // A long name makes long acknowledgements.
        var mesh = try Self.serving(named: String(repeating: "a", count: 60))
        for _ in 0..<3000 { mesh.post([UInt8](repeating: 7, count: 8 << 10), on: "big", of: 0) }
        let areThere = mesh.run { $0.nodes[0].gossip.counters.posted >= 3000 }
        #expect(areThere)
        let client = try VirtualClient(to: 0, of: mesh)
        let isThere = mesh.run { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isThere)
        mesh.pause(10_000_000)
        let opening = VirtualClient.upgrade(at: "/channels/big?history=10000", speaking: Subprotocol.channel)
        let posts = [String](repeating: #"{"data":1,"key":"k"}"#, count: 200).joined(separator: ",")
        let frame = VirtualClient.longFrame(#"{"event":"posts","posts":[\#(posts)]}"#)
        #expect(client.send(Array(opening.utf8) + frame + frame + frame))
        mesh.pause(10_000_000)

        var most = 0
        for _ in 0..<20 { most = max(most, mesh.step()) }
        let hasAll = try mesh.run { _ in try client.read() > 3000 * (8 << 10) + 600 * 100 }
        _ = mesh.run(for: 1) { _ in false }

        #expect(hasAll)
        #expect(most < Self.most, "\(most)")
        #expect(try client.received.matches(of: /"event":"ack"/).count == 600)
    }
}
