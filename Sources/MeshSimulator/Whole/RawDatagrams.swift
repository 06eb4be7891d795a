import Reactor

/// Datagrams of a client that sends what it likes, and hears nothing.
final class RawDatagrams {
    private let socket: Socket
    private let address: SocketAddress
    private let outbox = DatagramOutbox()

    /// Sends to an address.
    init(to address: SocketAddress, on network: SimulatedNetwork) throws(SystemError) {
        self.address = address
        socket = try network.bindDatagram(on: SocketAddress(0, 0, 0, 0, port: 0))
    }

    /// Sends a datagram; one that is too large is lost.
    func send(_ bytes: [UInt8]) {
        guard bytes.count <= DatagramOutbox.datagramLimit else { return }
        outbox.append(bytes.span, to: address)
        _ = socket.send(outbox)
    }
}
