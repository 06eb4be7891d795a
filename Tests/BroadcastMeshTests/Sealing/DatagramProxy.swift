import Reactor

@testable import BroadcastMesh

/// Stands between two nodes that speak over UDP, and sees every datagram; it moves them whenever it is pumped.
final class DatagramProxy {
    /// What went by, in order, in both directions.
    private(set) var seen: [[UInt8]] = []

    /// What becomes of a datagram: nothing, itself, several.
    var change: ([UInt8]) -> [[UInt8]] = { [$0] }

    private let near: Socket
    private let far: Socket
    private let target: SocketAddress
    private var dialing: SocketAddress?
    private let inbox = DatagramInbox()
    private let outbox = DatagramOutbox()

    /// Listens on a port and leads to another.
    init(from port: UInt16, to target: UInt16) throws(SystemError) {
        near = try LinuxNetwork().bindDatagram(on: .loopback(port: port))
        far = try LinuxNetwork().bindDatagram(on: .loopback(port: 0))
        self.target = .loopback(port: target)
    }

    /// Moves what arrived.
    func pump() {
        dialing = move(from: near, to: far, at: target) ?? dialing
        if let dialing { _ = move(from: far, to: near, at: dialing) }
    }

    /// Moves what is there; who sent the last of it.
    private func move(
        from source: borrowing Socket,
        to sink: borrowing Socket,
        at address: SocketAddress
    ) -> SocketAddress? {
        var sender: SocketAddress?
        // What the kernel reports of one datagram's fate says nothing about the others.
        guard let count = try? source.receive(into: inbox) else { return nil }
        for index in 0..<count {
            var datagram: [UInt8] = []
            inbox.withDatagram(index) { bytes, from in
                datagram = bytes.indices.map { bytes[$0] }
                sender = from
            }
            seen.append(datagram)
            for copy in change(datagram) where !outbox.isFull { outbox.append(copy.span, to: address) }
            _ = sink.send(outbox)
        }
        return sender
    }
}
