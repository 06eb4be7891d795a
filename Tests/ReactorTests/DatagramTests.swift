import Glibc
import Reactor
import Testing

@Suite("Batches of datagrams") struct DatagramTests {
    @Test func `are looked at in order, and lose those that were taken out`() throws {
        let outbox = DatagramOutbox()
        let address = SocketAddress.loopback(port: 7)
        for byte: UInt8 in 0..<5 { outbox.append([byte, byte].span, to: address.with(port: UInt16(byte))) }
        outbox.removeFirst(2)
        #expect(outbox.count == 3)

        var seen: [UInt8] = []
        outbox.forEach { bytes, address in
            #expect(bytes.count == 2 && address.port == UInt16(bytes[0]))
            seen.append(bytes[0])
        }
        #expect(seen == [2, 3, 4])
        #expect(outbox.count == 3)

        outbox.removeFirst(3)
        #expect(outbox.isEmpty && !outbox.isFull)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `carry each datagram whole, with its sender`(host: String) throws {
        let address = try #require(SocketAddress(numericHost: host, port: 0))
        let sender = try LinuxNetwork().bindDatagram(on: address)
        let receiver = try LinuxNetwork().bindDatagram(on: address)
        let outbox = DatagramOutbox()
        let inbox = DatagramInbox()

        for length in [3, 0, 2048] {
            outbox.append(
                [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length).span,
                to: receiver.localAddress
            )
        }
        let isSent = sender.send(outbox)
        #expect(isSent)
        #expect(outbox.isEmpty)

        var received: [[UInt8]] = []
        while received.count < 3, receiver.number.isReady(for: POLLIN) {
            for index in 0..<(try receiver.receive(into: inbox)) {
                inbox.withDatagram(index) { bytes, address in
                    received.append(bytes.indices.map { bytes[$0] })
                    #expect(address == sender.localAddress)
                }
            }
        }
        #expect(received == [[3, 3, 3], [], [UInt8](repeating: 0, count: 2048)])
        let count = try receiver.receive(into: inbox)
        #expect(count == 0)
        #expect(inbox.count == 0)
    }

    @Test func `can be filled and sent again and again`() throws {
        let sender = try LinuxNetwork().bindDatagram(on: .loopback())
        let receiver = try LinuxNetwork().bindDatagram(on: .loopback())
        let outbox = DatagramOutbox()
        let inbox = DatagramInbox()

        for round: UInt8 in 0..<3 {
            while !outbox.isFull { outbox.append([round].span, to: receiver.localAddress) }
            let isSent = sender.send(outbox)
            #expect(isSent)
            var count = 0
            while count < DatagramOutbox.capacity, receiver.number.isReady(for: POLLIN) {
                for index in 0..<(try receiver.receive(into: inbox)) {
                    inbox.withDatagram(index) { bytes, _ in
                        #expect(bytes.count == 1 && bytes[0] == round)
                        count += 1
                    }
                }
            }
            #expect(count == DatagramOutbox.capacity)
        }
    }

    @Test func `lend a datagram that is too large as an empty one`() throws {
        let sender = try LinuxNetwork().bindDatagram(on: .loopback())
        let receiver = try LinuxNetwork().bindDatagram(on: .loopback())
        let inbox = DatagramInbox()
        let large = [UInt8](repeating: 1, count: 2049)
        try sendPlainly(large, from: sender.number, to: receiver.localAddress)

        #expect(receiver.number.isReady(for: POLLIN))
        let count = try receiver.receive(into: inbox)
        #expect(count == 1)
        inbox.withDatagram(0) { bytes, _ in #expect(bytes.count == 0) }
    }

    @Test func `lose what the kernel refuses, and send the rest`() throws {
        let sender = try LinuxNetwork().bindDatagram(on: .loopback())
        let receiver = try LinuxNetwork().bindDatagram(on: .loopback())
        let outbox = DatagramOutbox()
        let inbox = DatagramInbox()

        // Port 0 is nobody's, so the kernel refuses to send there.
        outbox.append([1].span, to: SocketAddress(127, 0, 0, 1, port: 0))
        outbox.append([2].span, to: receiver.localAddress)
        let isSent = sender.send(outbox)
        #expect(isSent)

        #expect(receiver.number.isReady(for: POLLIN))
        let count = try receiver.receive(into: inbox)
        #expect(count == 1)
        inbox.withDatagram(0) { bytes, _ in #expect(bytes[0] == 2) }
    }

    /// Sends a datagram larger than an outbox takes.
    private func sendPlainly(_ bytes: [UInt8], from socket: SocketNumber, to address: SocketAddress) throws {
        var storage = sockaddr_in()
        storage.sin_family = sa_family_t(AF_INET)
        storage.sin_port = address.port.bigEndian
        storage.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let sent = unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe sendto(
                    socket.rawValue,
                    bytes,
                    bytes.count,
                    0,
                    pointer,
                    socklen_t(MemoryLayout<sockaddr_in>.size)
                )
            }
        }
        try #require(sent == bytes.count)
    }
}
