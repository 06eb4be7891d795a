import Glibc
import Reactor
import Testing

@Suite("A TCP socket", .timeLimit(.minutes(10))) struct SocketTests {
    @Test func `carries bytes both ways and tells the end`() throws {
        let pair = try Connection()
        var buffer = [UInt8](repeating: 0, count: 8)

        #expect(try pair.client.send([1, 2, 3].span) == 3)
        #expect(pair.server.number.isReady(for: POLLIN))
        #expect(try pair.server.receive(into: &buffer) == .bytes(3))
        #expect(buffer == [1, 2, 3, 0, 0, 0, 0, 0])
        #expect(try pair.server.receive(into: &buffer) == .wouldBlock)

        #expect(try pair.server.send([4].span) == 1)
        pair.server.endSending()
        #expect(pair.client.number.isReady(for: POLLIN))
        #expect(try pair.client.receive(into: &buffer) == .bytes(1))
        #expect(pair.client.number.isReady(for: POLLIN))
        #expect(try pair.client.receive(into: &buffer) == .ended)
    }

    @Test func `sends two spans in one call, in their order`() throws {
        let pair = try Connection()
        var buffer = [UInt8](repeating: 0, count: 5)

        #expect(try LinuxNetwork().send([1, 2, 3].span, [4, 5].span, on: pair.client.number) == .sent(5))

        #expect(pair.server.number.isReady(for: POLLIN))
        #expect(try pair.server.receive(into: &buffer) == .bytes(5))
        #expect(buffer == [1, 2, 3, 4, 5])
    }

    @Test func `says when the kernel has no room, and goes on when it has`() throws {
        let pair = try Connection()
        let block = [UInt8](repeating: 7, count: 1 << 20)
        var sent = 0
        while case .sent(let count) = pair.client.offer(block.span) { sent += count }
        #expect(pair.client.offer(block.span) == .wouldBlock)
        #expect(try pair.client.send(block.span) == 0)

        var received = 0
        var buffer = block
        while received < sent, pair.server.number.isReady(for: POLLIN) {
            if case .bytes(let count) = try pair.server.receive(into: &buffer) { received += count }
        }

        #expect(received == sent)
        #expect(pair.client.number.isReady(for: POLLOUT))
    }

    @Test func `reports a connection that the peer reset, and no signal ends the process`() throws {
        let listener = try LinuxNetwork().listen(on: .loopback())
        let client = try LinuxNetwork().connect(to: listener.localAddress)
        try acceptAndReset(listener)

        #expect(client.number.isReady(for: POLLIN))
        var buffer: [UInt8] = [0]
        #expect(throws: SystemError(call: "recv", code: ECONNRESET)) { try client.receive(into: &buffer) }
        #expect(client.offer([1].span) == .failed(EPIPE))
    }

    @Test func `sends without delay on both sides`() throws {
        let pair = try Connection()
        #expect(option(TCP_NODELAY, of: pair.client.number) == 1)
        #expect(option(TCP_NODELAY, of: pair.server.number) == 1)
    }

    @Test func `gives the kernel no more to keep unsent of one who came than is written at a time`() throws {
        let pair = try Connection()
        #expect(option(TCP_NOTSENT_LOWAT, of: pair.server.number) == 256 << 10)
    }

    @Test func `names the address that somebody else listens on`() throws {
        let first = try LinuxNetwork().listen(on: .loopback())
        let address = first.localAddress
        let error = #expect(throws: SystemError.self) { _ = try LinuxNetwork().listen(on: address) }
        #expect(error?.isAddressInUse == true)
        #expect(error?.description == "bind \(address): Address already in use")
    }

    @Test func `names the address that refused a connection`() throws {
        // Nobody listens there, and nobody else can come to: a connected socket holds the port.
        let pair = try Connection()
        let address = pair.client.localAddress
        let socket = try LinuxNetwork().connect(to: address)
        #expect(socket.number.isReady(for: POLLOUT))
        #expect(socket.connectError(to: address)?.description == "connect \(address): Connection refused")
    }

    @Test func `accepts nobody when nobody waits`() throws {
        let listener = try LinuxNetwork().listen(on: .loopback())
        let accepted = try listener.accept()
        let isNobody = accepted == nil
        #expect(isNobody)
    }

    @Test func `says that no descriptor is free, and accepts once one is`() async {
        await #expect(processExitsWith: .success) {
            let listener = try LinuxNetwork().listen(on: .loopback())
            let client = try LinuxNetwork().connect(to: listener.localAddress)
            #expect(listener.number.isReady(for: POLLIN))

            let lowest = dup(0)
            close(lowest)
            var limit = rlimit(rlim_cur: rlim_t(lowest), rlim_max: 4096)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let error = #expect(throws: SystemError.self) { _ = try listener.accept() }
            #expect(error?.code == EMFILE)

            limit.rlim_cur = rlim_t(lowest) + 1
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let address = try listener.accept()?.peerAddress
            #expect(address == client.localAddress)
        }
    }

    private func acceptAndReset(_ listener: borrowing Socket) throws {
        try #require(listener.number.isReady(for: POLLIN))
        try listener.accept()?.socket.resetOnClose()
    }

    private func option(_ option: CInt, of socket: SocketNumber) -> CInt {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        unsafe getsockopt(socket.rawValue, CInt(IPPROTO_TCP), option, &value, &length)
        return value
    }
}
