import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh
@testable import SystemTLS

@Suite("A sealed network", .needsOpenSSLProgram, .timeLimit(.minutes(10))) final class SealedNetworkTests {
    private let pipe = PipeNetwork()
    private let folder: CertificateFolder
    private var network: SealedNetwork
    private var client: TLSSession
    private var socket: ListeningSocket
    private var read: [UInt8] = []

    init() async throws {
        folder = try await CertificateFolder()
        (network, client, socket) = try Self.begin(folder, over: pipe)
    }

    /// A network that shows the certificate of a folder, a client that believes it, and its socket there.
    private static func begin(
        _ folder: CertificateFolder,
        over pipe: PipeNetwork
    ) throws -> (SealedNetwork, TLSSession, ListeningSocket) {
        let network = SealedNetwork(over: pipe)
        let tls = TLSConfiguration(certificate: "\(folder.path)/own.pem", key: "\(folder.path)/own.key")
        network.begin(with: try CertificateFiles(tls, in: LinuxWorld()).context())
        let client = try TLSSession(.visiting(trusting: folder.authority, using: OpenSSL.load()), to: "localhost")
        // A box, since a test is no place for what cannot be copied.
        guard let socket = network.adopt(pipe.socket()) else { throw DeadlinePassed(what: "a session") }
        return (network, client, ListeningSocket(socket))
    }

    /// Carries what the client says to the node, and what the node has said to the client.
    @discardableResult
    private func exchange(leavingRoom room: Int = .max, limit: Int = 4096) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var heard: [UInt8] = []
        while true {
            var toNode: [UInt8] = []
            client.takeOutgoing(into: &toNode)
            pipe.deliver(toNode)
            while true {
                guard case .bytes(let count) = try socket.socket.receive(into: &buffer, limit: limit) else { break }
                heard += buffer[..<count]
            }
            let toClient = pipe.take(leavingRoom: room)
            client.receive(toClient.span, into: &read)
            if toNode.isEmpty, toClient.isEmpty { return heard }
        }
    }

    private func open() throws {
        for _ in 0..<8 { try exchange() }
        try #require(client.state == .open)
    }

    @Test func `hands on what TLS adds nothing to`() throws {
        let other = SocketNumber(rawValue: 7)
        _ = try network.listen(on: .loopback(port: 1))
        _ = try network.connect(to: .loopback(port: 2))
        _ = try network.bindDatagram(on: .loopback(port: 3))
        let accepted = try network.accept(from: other)
        let isNobody = accepted == nil
        network.resetOnClose(other)
        try network.change(other, for: .readWrite, token: 9)
        network.unwatch(other)
        #expect(isNobody)
        #expect(
            pipe.calls == [
                "listen 127.0.0.1:1", "connect 127.0.0.1:2", "bind 127.0.0.1:3", "accept 7", "reset 7",
                "change 7 for \(Interest.readWrite.rawValue) as 9", "unwatch 7",
            ]
        )

        #expect(network.connectError(of: other, to: .loopback(port: 4))?.call == "connect 127.0.0.1:4")
        #expect(network.localAddress(of: other) == .loopback(port: 7))
        #expect(network.hasPeerEnded(other) && !network.hasPeerEnded(SocketNumber(rawValue: 8)))
        #expect(network.sendingProgress(of: other).acknowledged == 7)
        #expect(try network.receive(into: DatagramInbox(), from: other) == 7)
        #expect(network.send(DatagramOutbox(), on: other))
    }

    @Test func `knows nothing of a socket that it did not take`() {
        var buffer = [UInt8](repeating: 0, count: 4)
        let error = #expect(throws: SystemError.self) {
            var span = buffer.mutableSpan
            _ = try network.receive(from: SocketNumber(rawValue: 1), into: &span, limit: 4)
        }
        #expect(error?.call == "recv")
    }

    @Test func `sends nothing before the handshake is over`() {
        #expect(socket.socket.offer([1, 2, 3].span) == .failed(107))
    }

    @Test func `says both ways what the other side said`() throws {
        try open()
        client.send([1, 2, 3].span)
        #expect(try exchange() == [1, 2, 3])
        #expect(socket.socket.offer([4, 5].span) == .sent(2))
        try exchange()
        #expect(read == [4, 5])
    }

    @Test(arguments: 0..<40) func `keeps a stream whole, however little its socket takes`(seed: UInt64) throws {
        try open()
        var dice = Dice(seed: seed, stream: 1)
        let data = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        var sent = 0
        while read.count < data.count {
            // As a caller does: on from the byte that was not taken, in pieces of any size, in one span or two.
            while sent < data.count {
                let end = min(data.count, sent + Int(dice.next() % 40_000) + 1)
                let middle = sent + Int(dice.next() % UInt64(end - sent + 1))
                let result =
                    dice.next() % 2 == 0
                    ? network.send(data.span.extracting(sent..<end), on: PipeNetwork.number)
                    : network.send(
                        data.span.extracting(sent..<middle),
                        data.span.extracting(middle..<end),
                        on: PipeNetwork.number
                    )
                guard case .sent(let count) = result else {
                    #expect(result == .wouldBlock)
                    break
                }
                sent += count
                if count < end - sent { break }
            }
            try exchange(leavingRoom: Int(dice.next() % 30_000))
        }
        #expect(read == data)
        #expect(sent == data.count)
    }

    @Test func `keeps one record for a client that does not read`() throws {
        try open()
        try exchange(leavingRoom: 100)
        let data = [UInt8](repeating: 7, count: 1 << 20)
        guard case .sent(let count) = socket.socket.offer(data.span) else {
            Issue.record("nothing was taken")
            return
        }
        #expect(count == TLSSession.largestRecord - 1)
        for _ in 0..<5 { #expect(socket.socket.offer(data.span) == .wouldBlock) }
    }

    @Test func `charges for handshakes and for many small records`() throws {
        _ = network.takeCost()
        try open()
        #expect(network.takeCost() >= Workshop.handshake)
        for _ in 0..<500 { client.send([1].span) }
        #expect(try exchange().count == 500)
        #expect(network.takeCost() >= 500 * Workshop.record)
    }

    @Test(arguments: [
        ("rsa:2048", 900_000), ("rsa:3072", 2_200_000), ("ec -pkeyopt ec_paramgen_curve:P-384", 1_150_000),
    ])
    func `charges for a handshake what signing with its key costs`(key: String, price: Int) async throws {
        try await folder.renew(key: key)
        (network, client, socket) = try Self.begin(folder, over: pipe)
        try open()
        #expect((price..<(price + 200_000)).contains(network.takeCost()))
    }

    /// Lets a client that takes nothing ask for new keys so often, with some records between, until it is ended.
    private func askForKeys(_ count: Int, recordsBetween: Int) throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        for _ in 0..<count {
            client.updateKeys(requesting: true)
            for _ in 0..<recordsBetween { client.send([1].span) }
            var toNode: [UInt8] = []
            client.takeOutgoing(into: &toNode)
            pipe.deliver(toNode)
            while case .bytes = try socket.socket.receive(into: &buffer, limit: 4096) {}
        }
    }

    @Test func `ends a client that asks for answers and takes none`() throws {
        try open()
        _ = pipe.take(leavingRoom: 0)
        // An answer has 27 bytes.
        let limit = StreamOutbox.answerLimit / 27
        try askForKeys(limit - 1, recordsBetween: TLSSession.recordsPerMessage)
        #expect(network.takeFailures().isEmpty)
        #expect(throws: SystemError.self) {
            try askForKeys(limit, recordsBetween: TLSSession.recordsPerMessage)
        }
        #expect(network.takeFailures() == [.idleChatter])
    }

    @Test func `charges for new keys`() throws {
        try open()
        _ = network.takeCost()
        try askForKeys(TLSSession.chatterLimit, recordsBetween: 1)
        #expect(network.takeCost() >= TLSSession.chatterLimit * Workshop.update)
    }

    @Test func `charges for what somebody goes on to say who was told to go`() throws {
        pipe.deliver(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        var buffer = [UInt8](repeating: 0, count: 128 << 10)
        guard case .wouldBlock = try socket.socket.receive(into: &buffer) else {
            Issue.record("something was heard of who speaks no TLS")
            return
        }
        _ = network.takeCost()
        pipe.deliver([UInt8](repeating: 7, count: 64 << 10))
        guard case .wouldBlock = try socket.socket.receive(into: &buffer) else {
            Issue.record("something was heard of who was told to go")
            return
        }
        #expect(network.takeCost() == 64 * Workshop.kilobyte)
    }

    @Test func `sends its last words to who breaks a record`() throws {
        try open()
        client.send([1, 2, 3].span)
        var record: [UInt8] = []
        client.takeOutgoing(into: &record)
        record[record.count - 1] ^= 1
        pipe.deliver(record)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        #expect(throws: SystemError.self) { try socket.socket.receive(into: &buffer) }
        client.receive(pipe.take().span, into: &read)
        #expect(client.state == .failed(.alert(20)))
        #expect(pipe.hasEndedSending)
        #expect(network.takeFailures().count == 1)
        #expect(socket.socket.offer([1].span) == .failed(107))
    }

    @Test func `says goodbye before it ends its side`() throws {
        try open()
        socket.socket.endSending()
        try exchange()
        #expect(client.state == .ended)
        #expect(pipe.hasEndedSending)
    }

    @Test func `goes on telling who has said goodbye, and says it too when it closes`() throws {
        try open()
        client.send([1, 2, 3].span)
        client.close()
        client.state = .open
        #expect(try exchange() == [1, 2, 3])
        #expect(network.hasHeardGoodbye(on: PipeNetwork.number) && network.hasPeerEnded(PipeNetwork.number))

        #expect(socket.socket.offer([4, 5].span) == .sent(2))
        try exchange()
        #expect(read == [4, 5])
        network.close(PipeNetwork.number)
        client.receive(pipe.take().span, into: &read)
        #expect(client.state == .ended)
    }

    @Test(arguments: 0..<200) func `survives a greeting that was changed or cut`(seed: UInt64) throws {
        var dice = Dice(seed: seed, stream: 2)
        var greeting: [UInt8] = []
        client.takeOutgoing(into: &greeting)
        for _ in 0...Int(dice.next() % 4) {
            greeting[Int(dice.next() % UInt64(greeting.count))] = UInt8(truncatingIfNeeded: dice.next())
        }
        greeting.removeLast(Int(dice.next() % UInt64(greeting.count)))
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        for byte in greeting {
            pipe.deliver([byte])
            // Nothing is said, and nothing thrown: whoever waits is dropped when its time is over.
            #expect(try socket.socket.receive(into: &buffer) == .wouldBlock)
        }
    }
}

@Suite("A vestibule") struct VestibuleTests {
    @Test func `sends away who has waited longest, once it is full`() {
        var vestibule = Vestibule()
        for token in 0..<UInt64(Vestibule.limit) { vestibule.enter(token) }
        #expect(vestibule.takeExcess() == nil)
        vestibule.leave(0)
        vestibule.enter(1000)
        #expect(vestibule.takeExcess() == nil)
        vestibule.enter(1001)
        #expect(vestibule.takeExcess() == 1)
        #expect(vestibule.takeExcess() == nil)
    }

    @Test func `keeps no more of those it sent away than it has room for`() {
        var vestibule = Vestibule()
        for token in 0..<UInt64(100_000) {
            vestibule.enter(token)
            _ = vestibule.takeExcess()
        }
        #expect(vestibule.count == Vestibule.limit)
        #expect(vestibule.queue.count <= 4 * Vestibule.limit)
    }

    @Test func `keeps no more of those who left than it has room for`() {
        var vestibule = Vestibule()
        for token in 0..<UInt64(100_000) {
            vestibule.enter(token)
            vestibule.leave(token)
        }
        #expect(vestibule.count == 0)
        #expect(vestibule.queue.count <= 2 * Vestibule.limit)
        for token in 0...UInt64(Vestibule.limit) { vestibule.enter(200_000 + token) }
        #expect(vestibule.takeExcess() == 200_000)
    }
}
