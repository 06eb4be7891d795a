import Bytes
import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What is kept for those who have taken a part of a frame", .computing, .timeLimit(.minutes(10)))
struct KeptChunksTests {
    /// A frame of so many bytes in a chunk of its own, kept by no log unless it is said where.
    private static func passage(of count: Int, at offset: Int, keptAt place: Int? = nil) -> Passage {
        var log = ByteLog()
        let length = [UInt8(count >> 8), UInt8(count & 0xFF)]
        log.append(([0x82, 126] + length + [UInt8](repeating: 7, count: count)).span)
        return Passage(showing: offset..<(offset + 1), as: log.slice(0..<log.end), count: 1, keptAt: place)
    }

    private static func keep(
        _ passage: Passage,
        for slots: Range<Int32>,
        of audience: Int = 0,
        in kept: inout KeptChunks
    ) {
        for slot in slots {
            kept.keep(passage.slice(1..<passage.byteCount), behind: 1, of: passage, audience, for: slot)
        }
    }

    @Test func `counts once for all who share it, and only where no log has it`() {
        var kept = KeptChunks()
        Self.keep(Self.passage(of: 996, at: 0), for: 0..<10, in: &kept)
        #expect(kept.total == 1000 && kept.count == 10)
        Self.keep(Self.passage(of: 496, at: 1, keptAt: 70), for: 10..<12, in: &kept)
        #expect(kept.total == 1000 && kept.place(of: 10) == .log(71) && kept.place(of: 0) == nil)
        kept.letGo(of: 10)
        kept.letGo(of: 11)
        #expect(kept.total == 1500)

        for slot: Int32 in 0..<9 { kept.forget(slot) }
        #expect(kept.total == 1500)
        kept.forget(9)
        kept.forget(9)
        #expect(kept.total == 500)
        kept.forget(11)
        kept.forget(10)
        #expect(kept.total == 0 && kept.count == 0)
    }

    @Test func `counts a list of users once no other list is the last one`() {
        var kept = KeptChunks()
        let passage = Self.passage(of: 996, at: 0)
        for slot: Int32 in 0..<2 { kept.keep(passage.slice(7..<1000), ofUsers: 3, for: slot) }
        #expect(kept.total == 0 && kept.count == 2 && kept.place(of: 1) == .users(3))
        kept.letGo(of: 0)
        kept.letGo(of: 1)
        #expect(kept.total == 1000 && kept.place(of: 1) == nil)
        kept.forget(0)
        kept.forget(1)
        #expect(kept.total == 0 && kept.count == 0)
    }

    @Test func `costs nobody the connection for whom a log has it, though others share it`() {
        var kept = KeptChunks()
        Self.keep(Self.passage(of: 996, at: 0, keptAt: 0), for: 0..<2, in: &kept)
        Self.keep(Self.passage(of: 496, at: 1), for: 2..<3, in: &kept)
        kept.letGo(of: 1)
        #expect(kept.total == 1500 && kept.excess(above: 1000) == [1])
        kept.forget(1)
        #expect(kept.total == 500 && kept.count == 2)
    }

    @Test func `costs those the connection who keep the largest, of several as large the first, and never the last`() {
        var kept = KeptChunks()
        Self.keep(Self.passage(of: 396, at: 0), for: 7..<9, in: &kept)
        Self.keep(Self.passage(of: 996, at: 1), for: 5..<7, in: &kept)
        Self.keep(Self.passage(of: 396, at: 2), for: 1..<2, in: &kept)
        Self.keep(Self.passage(of: 9996, at: 3, keptAt: 0), for: 2..<3, in: &kept)
        #expect(!kept.isAbove(1800) && kept.excess(above: 1800) == [])
        #expect(kept.excess(above: 1799) == [5, 6])
        #expect(kept.excess(above: 799) == [5, 6, 1])
        #expect(kept.excess(above: 0) == [5, 6, 1])
        for slot in kept.excess(above: 0) { kept.forget(slot) }
        #expect(kept.total == 400 && !kept.isAbove(0))
    }

    @Test func `is given to others who are due the same, as long as it is kept and its channel is read`() {
        var kept = KeptChunks()
        let passage = Self.passage(of: 996, at: 30)
        Self.keep(passage, for: 0..<2, of: 4, in: &kept)
        #expect(kept.passage(30..<31, isWhole: true, of: 4)?.byteCount == 1000)
        #expect(kept.passage(30..<40, isWhole: false, of: 4)?.range == 30..<31)
        #expect(kept.passage(30..<40, isWhole: true, of: 4) == nil)
        #expect(kept.passage(30..<31, isWhole: true, of: 5) == nil)
        kept.forget(0)
        #expect(kept.passage(30..<31, isWhole: true, of: 4) != nil)
        kept.forget(1)
        #expect(kept.passage(30..<31, isWhole: true, of: 4) == nil)

        Self.keep(passage, for: 0..<1, of: 4, in: &kept)
        kept.close(4)
        #expect(kept.passage(30..<31, isWhole: true, of: 4) == nil)
        Self.keep(Self.passage(of: 96, at: 30), for: 1..<2, of: 4, in: &kept)
        kept.forget(0)
        #expect(kept.passage(30..<31, isWhole: true, of: 4)?.byteCount == 100)
        #expect(passage.byteCount == 1000)
    }

    // MARK: On a node

    /// A node with room for 524,288 bytes, and sockets that take 16 KiB.
    private static func serving() throws -> VirtualMesh {
        let limits = #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 }, "#
        var mesh = try VirtualMesh(["alpha"], saying: limits)
        mesh.enlargeSockets(to: 16 << 10)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    /// Some who ask for something and read nothing of it.
    private static func readers(
        _ count: Int = 10,
        asking request: String,
        in mesh: inout VirtualMesh
    ) throws -> [VirtualClient] {
        let before = mesh.nodes[0].serving.connectionCount
        let clients = try (0..<count).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == before + clients.count }
        #expect(areThere)
        mesh.pause(10_000_000)
        for client in clients { #expect(client.send(request)) }
        _ = mesh.run(for: 1) { _ in false }
        return clients
    }

    @Test func `is written once for all who do not read it, and bounded whatever they ask for`() throws {
        var mesh = try Self.serving()
        var crowds: [[VirtualClient]] = []
        for number in 0..<4 {
            // Of each byte JSON makes six.
            let text = String(repeating: "\u{1}", count: 40_000 - 1000 * number)
            let poster = try mesh.client(asking: VirtualClient.upgrade(at: "/channels/x\(number)?listen=false"))
            var frame = VirtualClient.longFrame(text)[...]
            let isPosted = mesh.run { mesh in
                poster.send(someOf: &frame)
                return mesh.nodes[0].gossip.counters.posted == number + 1
            }
            #expect(isPosted)
            let request = VirtualClient.upgrade(at: "/channels/x\(number)?history=1", speaking: Subprotocol.channel)
            crowds.append(try Self.readers(asking: request, in: &mesh))
            let kept = mesh.nodes[0].serving.attendance.kept
            #expect(kept.count == 10 * min(number + 1, 2))
            #expect((220_000 * min(number + 1, 2)...524_288).contains(kept.total), "\(kept.total)")
        }
        for crowd in crowds[..<2] {
            for client in crowd { #expect(throws: SystemError.self) { try client.read() } }
        }
        let areServed = try mesh.run { _ in
            try crowds[2...].joined().allSatisfy { try $0.read() > 220_000 }
        }
        #expect(areServed)
        #expect(mesh.nodes[0].serving.attendance.kept.count == 0)
    }

    @Test func `counts from when retention has let go of it`() throws {
        var mesh = try Self.serving()
        let crowd = try Self.readers(asking: VirtualClient.upgrade("tea"), in: &mesh)
        mesh.post([UInt8](repeating: 7, count: 100_000), on: "tea", of: 0)
        _ = mesh.run(for: 1) { _ in false }
        #expect(mesh.nodes[0].serving.attendance.kept.count == crowd.count)
        #expect(mesh.nodes[0].serving.attendance.kept.total == 0)

        for _ in 0..<12 { mesh.post([UInt8](repeating: 8, count: 100_000), on: "coffee", of: 0) }
        _ = mesh.run(for: 1) { _ in false }
        #expect((100_000..<200_000).contains(mesh.nodes[0].serving.attendance.kept.total))
        let areServed = try mesh.run { _ in try crowd.allSatisfy { try $0.read() > 100_000 } }
        #expect(areServed)
        #expect(mesh.nodes[0].serving.attendance.kept.total == 0)
    }

    /// Has a thousand users of this node in a room who have no connection; a list of them is of some 246,000 bytes.
    private static func fillHall(in mesh: inout VirtualMesh) {
        let now = mesh.nodes[0].clock.now
        let hall = mesh.nodes[0].gossip.openChannel(.chat, named: Array("hall".utf8))
        for number in 0..<1000 {
            let name = String(repeating: "𝄞", count: 60) + String(number)
            _ = mesh.nodes[0].gossip.join(name, in: hall, at: now)
        }
    }

    @Test func `is bounded where the users of a room change while many are told who they are`() throws {
        var mesh = try Self.serving()
        Self.fillHall(in: &mesh)
        var clients: [VirtualClient] = []
        for number in 0..<6 {
            let request = VirtualClient.upgrade(at: "/start_web_socket?username=u\(number)&channel=hall")
            clients += try Self.readers(1, asking: request, in: &mesh)
            let total = mesh.nodes[0].serving.attendance.kept.total
            #expect(total <= 524_288, "\(total)")
        }
        // Each keeps a list of its own, and there is room for two.
        let kept = mesh.nodes[0].serving.attendance.kept
        #expect(kept.count == 2 && kept.total > 480_000, "\(kept.count) \(kept.total)")
        #expect(mesh.nodes[0].serving.connectionCount == 2)

        let served = clients.filter { (try? $0.read()) != nil }
        #expect(served.count == 2)
        let areServed = try mesh.run { mesh in
            try served.allSatisfy { try $0.read() > 480_000 } && mesh.nodes[0].serving.attendance.kept.count == 0
        }
        #expect(areServed)
    }

    @Test func `is nothing that a client must have read before it speaks`() throws {
        var mesh = try Self.serving()
        Self.fillHall(in: &mesh)
        let request = VirtualClient.upgrade(at: "/start_web_socket?username=ana&channel=hall")
        let ana = try Self.readers(1, asking: request, in: &mesh)[0]
        #expect(mesh.nodes[0].serving.attendance.kept.count == 1)
        #expect(ana.send(VirtualClient.frame(#"{"event":"send-message","message":"hi","key":"k"}"#)))
        _ = mesh.run(for: 1) { _ in false }
        #expect(mesh.nodes[0].serving.attached == 1)
        let isTold = try mesh.run { _ in try ana.received.contains(#"{"event":"ack","key":"k""#) }
        #expect(isTold)
    }
}
