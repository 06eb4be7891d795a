import Reactor

/// Datagrams of a client that sends what it likes.
final class RawDatagrams {
    private let socket: Socket
    private let address: SocketAddress
    private let network: SimulatedNetwork
    private let outbox = DatagramOutbox()
    private let inbox = DatagramInbox()

    /// Whether it was sent what one node tells another.
    private(set) var hasHeardFrames = false

    /// What such datagrams begin with: frames, or what was seen of them.
    private static let frames: [UInt8] = [0xD1, 0xD2]

    /// Sends to an address, and hears what is on its way there, if that is wanted.
    init(to address: SocketAddress, on network: SimulatedNetwork, overhears: Bool) throws(SystemError) {
        self.address = address
        self.network = network
        socket = try network.bindDatagram(on: SocketAddress(0, 0, 0, 0, port: 0))
        guard overhears else { return }
        network.overhear(address)
        try network.watch(socket, for: .read, token: 0)
    }

    /// Sends a datagram; one that is too large is lost.
    func send(_ bytes: [UInt8]) {
        guard bytes.count <= DatagramOutbox.datagramLimit else { return }
        outbox.append(bytes.span, to: address)
        _ = socket.send(outbox)
    }

    /// Sends what was on its way there last.
    func sendOverheard() { send(network.overheard(to: address)) }

    /// Takes in what has come.
    func handleReady() {
        while let count = try? socket.receive(into: inbox), count > 0 {
            for index in 0..<count {
                inbox.withDatagram(index) { bytes, _ in
                    if !bytes.isEmpty, Self.frames.contains(bytes[0]) { hasHeardFrames = true }
                }
            }
        }
    }
}
