import MeshSimulator
import Reactor

/// Stands between two nodes of a UDP link and loses, repeats and reorders what passes.
actor UDPFaultProxy: TurnHandler {
    /// What happens to datagrams, in per cent of them, both ways.
    struct Faults: Sendable {
        var lost = 0
        var duplicated = 0
        var reordered = 0
        var isCut = false
    }

    /// Where the dialling side is to send.
    nonisolated let port: UInt16

    private let target: SocketAddress
    private let loop: EventLoop
    private let front: Socket
    private var back: [SocketAddress: Back] = [:]
    private var faults: Faults
    private var dice: Dice
    private let inbox = DatagramInbox()
    private let outbox = DatagramOutbox()

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// The socket that stands for one sender towards the target, and what waits to be overtaken.
    private final class Back {
        let socket: Socket
        let token: UInt64
        var heldToTarget: [UInt8]?
        var heldToSender: [UInt8]?

        init(token: UInt64) throws {
            socket = try LinuxNetwork().bindDatagram(on: .loopback())
            self.token = token
        }
    }

    /// Starts to forward to a port of this machine; the same seed makes the same choices.
    init(to port: UInt16, faults: Faults = Faults(), seed: UInt64 = 1) throws {
        let front = FreePorts.open { try LinuxNetwork().bindDatagram(on: $0) }
        self.port = front.localAddress.port
        target = .loopback(port: port)
        self.faults = faults
        dice = Dice(seed: seed, stream: 0)
        loop = try EventLoop()
        try loop.network.watch(front, for: .read, token: 0)
        self.front = front
        loop.attach(self)
    }

    nonisolated func stop() {
        loop.stop()
    }

    /// Changes what happens from now on.
    func setFaults(_ faults: Faults) {
        self.faults = faults
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
        return nil
    }

    private func turn(_ events: borrowing [ReadyEvent]) {
        for index in events.indices {
            if events[index].token == 0 {
                receiveFromSenders()
            } else if let (sender, back) = back.first(where: { $0.value.token == events[index].token }) {
                receive(from: back, for: sender)
            }
        }
    }

    private func receiveFromSenders() {
        let count = (try? front.receive(into: inbox)) ?? 0
        for index in 0..<count {
            let (bytes, sender) = inbox.withDatagram(index) { bytes, sender in (bytes.indices.map { bytes[$0] }, sender)
            }
            guard let back = backSocket(for: sender) else { continue }
            pass(bytes, holding: &back.heldToTarget, from: back.socket, to: target)
        }
    }

    private func receive(from back: Back, for sender: SocketAddress) {
        let count = (try? back.socket.receive(into: inbox)) ?? 0
        for index in 0..<count {
            let bytes = inbox.withDatagram(index) { bytes, _ in bytes.indices.map { bytes[$0] } }
            pass(bytes, holding: &back.heldToSender, from: front, to: sender)
        }
    }

    /// Throws the dice over one datagram.
    private func pass(
        _ bytes: [UInt8],
        holding held: inout [UInt8]?,
        from socket: borrowing Socket,
        to address: SocketAddress
    ) {
        guard !faults.isCut, dice.below(100) >= faults.lost else { return }
        if held == nil, dice.below(100) < faults.reordered {
            // Goes out behind the next one.
            held = bytes
            return
        }
        outbox.append(bytes.span, to: address)
        if dice.below(100) < faults.duplicated { outbox.append(bytes.span, to: address) }
        if let late = held.take() { outbox.append(late.span, to: address) }
        // What the kernel does not take now is lost: this is UDP.
        _ = socket.send(outbox)
        outbox.removeAll()
    }

    private func backSocket(for sender: SocketAddress) -> Back? {
        if let known = back[sender] { return known }
        guard let new = try? Back(token: UInt64(back.count + 1)) else { return nil }
        try? loop.network.watch(new.socket, for: .read, token: new.token)
        back[sender] = new
        return new
    }
}
