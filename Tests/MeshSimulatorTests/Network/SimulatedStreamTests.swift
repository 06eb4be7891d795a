import MeshSimulator
import Reactor
import Testing

@Suite("A stream of the simulated network", .computing) struct SimulatedStreamTests {
    @Test(arguments: [1_000_000, 125_000_000], [DelayLaw.constant(0), .heavyTail(base: 3_000_000)])
    func `brings all bytes once and in order, whatever rate, delay and loss`(rate: Int, delay: DelayLaw) throws {
        var profile = WireProfile()
        profile.bytesPerSecond = rate
        profile.delay = delay
        profile.lossPerMillion = 100_000
        profile.bufferBytes = 5000
        for seed in UInt64(0)..<20 {
            let hosts = try TwoHosts(profile, seed: seed)
            let pair = try hosts.connect()
            let message = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
            var sent = 0
            var arrived: [UInt8] = []

            while arrived.count < message.count {
                sent += try pair.client.send(message.span.extracting(sent...))
                hosts.pass(5_000_000)
                arrived += try receiveAll(from: pair.server, limit: 700)
            }

            #expect(arrived == message)
        }
    }

    @Test func `has no room when its buffer is full, and tells when it has again`() throws {
        let hosts = try TwoHosts()
        let pair = try hosts.connect()
        try hosts.client.watch(pair.client, for: .write, token: 7)
        #expect(hosts.client.ready() == [ReadyEvent(token: 7, isWritable: true)])

        let block = [UInt8](repeating: 1, count: 100_000)
        var sent = 0
        while case .sent(let count) = pair.client.offer(block.span) { sent += count }
        hosts.settle()

        #expect(sent == WireProfile().bufferBytes)
        #expect(hosts.client.ready().isEmpty)
        #expect(try receiveAll(from: pair.server).count == sent)
        // The other end learns of it a while later.
        #expect(hosts.client.ready().isEmpty)
        _ = hosts.internet.takeWoken()
        hosts.settle()
        #expect(hosts.internet.takeWoken() == [hosts.client.process])
        #expect(hosts.client.ready() == [ReadyEvent(token: 7, isWritable: true)])
    }

    @Test func `is ready as long as something is there to read`() throws {
        let hosts = try TwoHosts()
        let pair = try hosts.connect()
        try hosts.server.watch(pair.server, for: .read, token: 9)
        #expect(hosts.server.ready().isEmpty)

        _ = try pair.client.send([1, 2, 3].span)
        hosts.settle()

        var buffer: [UInt8] = [0, 0]
        #expect(hosts.server.ready() == [ReadyEvent(token: 9, isReadable: true)])
        #expect(hosts.server.ready().count == 1)
        let first = try pair.server.receive(into: &buffer)
        #expect(first == .bytes(2) || first == .bytes(1))
        #expect(hosts.server.hasReady)
        _ = try receiveAll(from: pair.server)
        #expect(hosts.server.ready().isEmpty)
    }

    @Test func `ends behind everything that was sent`() throws {
        let hosts = try TwoHosts()
        let pair = try hosts.connect()
        _ = try pair.client.send([1, 2].span)
        pair.client.endSending()
        hosts.settle()

        var buffer: [UInt8] = [0, 0, 0]
        #expect(try receiveAll(from: pair.server) == [1, 2])
        let end = try pair.server.receive(into: &buffer)
        #expect(end == .ended)
        // The other direction goes on.
        _ = try pair.server.send([3].span)
        hosts.settle()
        #expect(try receiveAll(from: pair.client) == [3])
    }

    @Test func `is reset by whoever leaves without having read everything`() throws {
        let hosts = try TwoHosts()
        let client = try hosts.client.connect(to: TwoHosts.address)
        hosts.settle()
        guard let accepted = try hosts.listener.accept() else {
            Issue.record("nobody knocked")
            return
        }
        let server = accepted.socket
        _ = try server.send([1].span)
        hosts.settle()
        try hosts.server.watch(server, for: .read, token: 1)

        close(client)
        hosts.settle()

        #expect(hosts.server.ready().first?.isHungUp == true)
        var buffer: [UInt8] = [0]
        #expect(throws: SystemError(call: "recv", code: 104)) { _ = try server.receive(into: &buffer) }
        let result = server.offer(buffer.span)
        #expect(result == .failed(32))
    }

    @Test func `is answered with a reset where nobody knows of it any more`() throws {
        let hosts = try TwoHosts()
        let pair = try hosts.connect()
        hosts.internet.failPower(of: 0)
        _ = try pair.client.send([1].span)
        hosts.settle()
        // Half open: the client hears nothing.
        var buffer: [UInt8] = [0]
        let before = try pair.client.receive(into: &buffer)
        #expect(before == .wouldBlock)

        hosts.internet.restorePower(of: 0)
        hosts.settle()

        #expect(throws: SystemError(call: "recv", code: 104)) { _ = try pair.client.receive(into: &buffer) }
    }

    @Test func `waits while its way is cut, and loses nothing; the other way goes on`() throws {
        let hosts = try TwoHosts()
        let pair = try hosts.connect()
        hosts.internet.cut(from: [1], to: [0])
        _ = try pair.client.send([1].span)
        _ = try pair.server.send([2].span)
        hosts.settle()
        #expect(try receiveAll(from: pair.server) == [])
        #expect(try receiveAll(from: pair.client) == [2])

        hosts.internet.heal(from: [1], to: [0])
        hosts.settle()

        #expect(try receiveAll(from: pair.server) == [1])
    }

    @Test func `is refused where nobody listens`() throws {
        let hosts = try TwoHosts()
        let nowhere = SimulatedInternet.address(of: 0, port: 81)
        let socket = try hosts.client.connect(to: nowhere)
        try hosts.client.watch(socket, for: .write, token: 3)
        #expect(hosts.client.ready().isEmpty)
        hosts.settle()

        #expect(hosts.client.ready().first?.isHungUp == true)
        #expect(socket.connectError(to: nowhere)?.description == "connect 127.1.0.0:81: Connection refused")
    }

    @Test func `stands as soon as a way that was cut is free, when the dialer knocks again`() throws {
        let hosts = try TwoHosts()
        hosts.internet.cut(from: [0], to: [1])
        let socket = try hosts.client.connect(to: TwoHosts.address)
        try hosts.client.watch(socket, for: .write, token: 3)
        hosts.pass(2_500_000_000)
        #expect(hosts.client.ready().isEmpty)

        hosts.internet.heal(from: [0], to: [1])
        hosts.pass(5_000_000_000)

        #expect(hosts.client.ready() == [ReadyEvent(token: 3, isWritable: true)])
        #expect(socket.connectError(to: TwoHosts.address) == nil)
    }

    @Test func `gives a port to one listener, and again when that is closed`() throws {
        let hosts = try TwoHosts()
        let error = #expect(throws: SystemError.self) { _ = try hosts.server.listen(on: TwoHosts.address) }
        #expect(error?.isAddressInUse == true)

        hosts.internet.kill(hosts.server.process)
        let next = hosts.internet.startProcess(on: 0)
        _ = try next.listen(on: TwoHosts.address)
    }

    private func close(_ socket: consuming Socket) {}
}
