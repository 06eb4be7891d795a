import Reactor
import Testing

@Suite("The fault proxies", .timeLimit(.minutes(10))) struct FaultProxyTests {
    @Test func `forward a TCP connection both ways, stall it, and let it go on`() async throws {
        let listener = try LinuxNetwork().listen(on: .loopback())
        let proxy = try TCPFaultProxy(to: listener.localAddress.port)
        defer { proxy.stop() }
        let client = try RawConnection(to: "127.0.0.1:\(proxy.port)")
        defer { client.stop() }
        let server = try await accept(on: listener)

        await client.send([1])
        #expect(try await receive(on: server, count: 1) == [1])
        _ = try server.send([2].span)
        try await eventually("the answer arrives") { await client.bytes == [2] }

        try await proxy.setMode(.onlyToDialler)
        await client.send([3])
        _ = try server.send([4].span)
        try await eventually("the other way is open") { await client.bytes == [2, 4] }
        var buffer: [UInt8] = [0]
        #expect(try server.receive(into: &buffer) == .wouldBlock)

        try await proxy.setMode(.forward)
        #expect(try await receive(on: server, count: 1) == [3])
    }

    @Test func `cut a TCP connection, refuse new ones, and take them again`() async throws {
        let listener = try LinuxNetwork().listen(on: .loopback())
        let proxy = try TCPFaultProxy(to: listener.localAddress.port)
        defer { proxy.stop() }
        let first = try RawConnection(to: "127.0.0.1:\(proxy.port)")
        defer { first.stop() }
        _ = try await accept(on: listener)

        try await proxy.setMode(.cut)
        try await eventually("the connection is reset") { await first.isEnded }
        let second = try RawConnection(to: "127.0.0.1:\(proxy.port)")
        defer { second.stop() }
        try await eventually("a new one is refused") { await second.isEnded }

        try await proxy.setMode(.forward)
        let third = try RawConnection(to: "127.0.0.1:\(proxy.port)")
        defer { third.stop() }
        await third.send([5])
        #expect(try await receive(on: try await accept(on: listener), count: 1) == [5])
    }

    @Test func `lose, repeat and reorder datagrams, and tell their senders apart`() async throws {
        let target = try LinuxNetwork().bindDatagram(on: .loopback())
        let faults = UDPFaultProxy.Faults(lost: 20, duplicated: 20, reordered: 20)
        let proxy = try UDPFaultProxy(to: target.localAddress.port, faults: faults, seed: 7)
        defer { proxy.stop() }
        let sender = try LinuxNetwork().bindDatagram(on: .loopback())
        let outbox = DatagramOutbox()
        let inbox = DatagramInbox()

        var received: [UInt8] = []
        var source: SocketAddress?
        for number: UInt8 in 0..<250 {
            outbox.append([number].span, to: .loopback(port: proxy.port))
            let isSent = sender.send(outbox)
            #expect(isSent)
            for index in 0..<(try target.receive(into: inbox)) {
                inbox.withDatagram(index) { bytes, address in
                    received.append(bytes[0])
                    source = address
                }
            }
            await Task.yield()
        }
        try await eventually("the last datagrams arrive") {
            for index in 0..<(try target.receive(into: inbox)) {
                inbox.withDatagram(index) { bytes, address in
                    received.append(bytes[0])
                    source = address
                }
            }
            return received.contains { $0 > 240 }
        }

        #expect(Set(received).count < 250)
        #expect(Set(received).count < received.count)
        #expect(received != received.sorted())

        let answerTo = try #require(source)
        await proxy.setFaults(UDPFaultProxy.Faults())
        outbox.append([42].span, to: answerTo)
        let isSent = target.send(outbox)
        #expect(isSent)
        try await eventually("the answer finds the sender") {
            guard try sender.receive(into: inbox) == 1 else { return false }
            return inbox.withDatagram(0) { bytes, _ in bytes[0] == 42 }
        }
    }

    private func accept(on listener: borrowing Socket) async throws -> Socket {
        let deadline = ContinuousClock.now + .seconds(patience)
        while ContinuousClock.now < deadline {
            let accepted = try listener.accept()
            if let accepted { return accepted.socket }
            await Task.yield()
        }
        throw DeadlinePassed(description: "nobody connected")
    }

    private func receive(on socket: borrowing Socket, count: Int) async throws -> [UInt8] {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: count)
        try await eventually("\(count) bytes arrive") {
            if case .bytes(let count) = try socket.receive(into: &buffer) { received += buffer.prefix(count) }
            return received.count >= count
        }
        return received
    }
}
