import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// A turn takes here as long as its budget says, so what others wait for is virtual time.
@Suite("Many who ask for something large at once", .computing, .timeLimit(.minutes(10))) struct LargeAnswersTests {
    /// How long others may wait, in nanoseconds: two turns and the way there and back.
    private static let patience: Int64 = 30_000_000

    /// What is asked for.
    struct Wish: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var request: String

        static let file = Wish(testDescription: "a file", request: "GET /large.bin HTTP/1.1\r\nHost: mesh\r\n\r\n")
        static let status = Wish(testDescription: "figures", request: "GET /status HTTP/1.1\r\nHost: mesh\r\n\r\n")
        static let history = Wish(
            testDescription: "history",
            request: VirtualClient.upgrade(at: "/channels/large?history=50")
        )
    }

    /// A node that has much to tell: a file of a megabyte, figures of a thousand channels, a message of a megabyte.
    private static func serving() throws -> VirtualMesh {
        let files = PublicFiles("public", [("large.bin", [UInt8](repeating: 7, count: 1 << 20))])
        var mesh = try VirtualMesh(["alpha"], showing: files)
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let name = String(repeating: "x", count: 240)
        for number in 0..<1000 { mesh.post([1], on: "\(name)\(number)", of: 0) }
        mesh.post([UInt8](repeating: 7, count: 1 << 20), on: "large", of: 0)
        _ = mesh.run(for: 1) { _ in false }
        return mesh
    }

    private static func clients(_ count: Int, of mesh: inout VirtualMesh) throws -> [VirtualClient] {
        let clients = try (0..<count).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount >= count }
        #expect(areThere)
        // They learn of it as well.
        mesh.pause(10_000_000)
        return clients
    }

    /// How long a client waits for its own message, in nanoseconds, again and again.
    private static func echoes(_ count: Int, to client: VirtualClient, in mesh: inout VirtualMesh) throws -> [Int64] {
        var waits: [Int64] = []
        for _ in 0..<count {
            let start = mesh.now
            #expect(client.send(VirtualClient.frame("hello")))
            // It may arrive in parts.
            var text = ""
            while !text.contains("hello"), mesh.now - start < 10_000_000_000 {
                mesh.step()
                text += try client.takeAll()
            }
            waits.append(mesh.now - start)
        }
        return waits
    }

    @Test(arguments: [Wish.file, Wish.status, Wish.history])
    func `keep nobody waiting who asks for little`(wish: Wish) throws {
        var mesh = try Self.serving()
        let quiet = try Self.clients(1, of: &mesh)[0]
        #expect(quiet.send(VirtualClient.upgrade("quiet")))
        let isOpen = try mesh.run { _ in try quiet.received.contains("\r\n\r\n") }
        #expect(isOpen)
        let crowd = try Self.clients(150, of: &mesh)
        for client in crowd { #expect(client.send(wish.request)) }
        mesh.pause(10_000_000)

        let waits = try Self.echoes(15, to: quiet, in: &mesh)
        #expect(waits.allSatisfy { $0 < Self.patience }, "\(waits)")
    }

    @Test func `keep nobody waiting for what was taken in before, when each of them takes longer than a turn`() throws {
        var mesh = try Self.serving()
        let quiet = try Self.clients(1, of: &mesh)[0]
        #expect(quiet.send(VirtualClient.upgrade("quiet")))
        let isOpen = try mesh.run { _ in try quiet.received.contains("\r\n\r\n") }
        #expect(isOpen)
        let body = "[" + String(repeating: "0,", count: 400_000) + "0]"
        let head = "POST /channels/json HTTP/1.1\r\nHost: mesh\r\nContent-Type: application/json\r\n"
        let request = head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body.dropLast()
        let crowd = try Self.clients(28, of: &mesh)
        for client in crowd { #expect(client.send(request)) }
        _ = mesh.run(for: 1) { _ in false }
        #expect(quiet.send(VirtualClient.frame("hello")))
        mesh.pause(3_000_000)
        for client in crowd { #expect(client.send("]")) }
        mesh.pause(10_000_000)

        let start = mesh.now
        var text = ""
        while !text.contains("hello"), mesh.now - start < 10_000_000_000 {
            mesh.step()
            text += try quiet.takeAll()
        }
        let one = Int64(TurnBudget.jsonKilobyte * (body.utf8.count >> 10))
        #expect(mesh.now - start < 2 * one)
    }

    @Test func `are told one or two a turn of a long message of JSON, which is read again for each`() throws {
        var mesh = try Self.serving()
        let body = "[" + String(repeating: "0,", count: 400_000) + "0]"
        let head = "POST /channels/json HTTP/1.1\r\nHost: mesh\r\nContent-Type: application/json\r\n"
        let poster = try Self.clients(1, of: &mesh)[0]
        #expect(poster.send(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body))
        let isPosted = try mesh.run { _ in try poster.received.contains(" 202 ") }
        #expect(isPosted)
        let crowd = try Self.clients(12, of: &mesh)
        let request = VirtualClient.upgrade(at: "/channels/json?history=5", speaking: "mesh.channel.v1")
        for client in crowd { #expect(client.send(request)) }
        mesh.pause(10_000_000)

        var (counts, most) = ([Int](repeating: 0, count: crowd.count), 0)
        for _ in 0..<4000 where counts.contains(where: { $0 < body.utf8.count }) {
            most = max(most, mesh.step())
            counts = try crowd.map { try $0.read() }
        }
        #expect(counts.allSatisfy { $0 > body.utf8.count }, "\(counts)")
        let one = TurnBudget.jsonKilobyte * (body.utf8.count >> 10)
        #expect(most > one, "nobody paid for it")
        #expect(most < 3 * one, "\(most) of \(one) for one")
    }

    @Test(arguments: [Wish.file, Wish.status])
    func `are all served, as much to each`(wish: Wish) throws {
        var mesh = try Self.serving()
        let crowd = try Self.clients(20, of: &mesh)
        for client in crowd { #expect(client.send(wish.request)) }
        mesh.pause(10_000_000)
        var counts = [Int](repeating: 0, count: crowd.count)
        var difference = 0
        for _ in 0..<400 where counts.contains(where: { $0 < 300_000 }) {
            mesh.step()
            counts = try crowd.map { try $0.read() }
            difference = max(difference, (counts.max() ?? 0) - (counts.min() ?? 0))
        }
        #expect(counts.allSatisfy { $0 >= 300_000 }, "\(counts)")
        // What is on the way differs as well.
        #expect(difference < 6 * Serving.portionBytes, "\(difference)")
    }

    @Test func `are answered a few a turn when their figures are ready at once`() throws {
        var mesh = try Self.serving()
        let crowd = try Self.clients(800, of: &mesh)
        for client in crowd { #expect(client.send(Wish.status.request)) }
        mesh.pause(10_000_000)
        var (answered, most) = (0, 0)
        for _ in 0..<1000 where answered < crowd.count {
            most = max(most, mesh.step())
            answered = try crowd.count { try $0.read() > 0 }
        }
        #expect(answered == crowd.count)
        #expect(most < TurnBudget.turn * 3 / 2, "\(most)")
    }

    @Test func `are taken apart a few a turn when their JSON comes at once`() throws {
        var mesh = try Self.serving()
        let body = "[" + String(repeating: "0,", count: 50_000) + "0]"
        let head = "POST /channels/json HTTP/1.1\r\nHost: mesh\r\nContent-Type: application/json\r\n"
        let crowd = try Self.clients(28, of: &mesh)
        let request = head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body.dropLast()
        for client in crowd { #expect(client.send(request)) }
        _ = mesh.run(for: 1) { _ in false }
        for client in crowd { #expect(client.send("]")) }
        mesh.pause(10_000_000)
        var (posted, most) = (0, 0)
        let before = mesh.nodes[0].statusReport.messages.posted
        for _ in 0..<200 where posted < crowd.count {
            mesh.step()
            let count = mesh.nodes[0].statusReport.messages.posted - before
            (most, posted) = (max(most, count - posted), count)
        }
        #expect(posted == crowd.count)
        #expect(most <= 1 + TurnBudget.turn / (TurnBudget.jsonKilobyte * body.utf8.count >> 10), "\(most)")
    }
}
