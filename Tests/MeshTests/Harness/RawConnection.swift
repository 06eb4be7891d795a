import Reactor

/// A TCP connection on which a test sends any bytes, well-formed or not, and sees what comes back.
actor RawConnection: TurnHandler {
    private let loop: EventLoop
    private let socket: Socket
    private var received: [UInt8] = []
    private var outbox: [UInt8] = []
    private(set) var isEnded = false
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// Begins to connect to `127.0.0.1:8081`.
    init(to address: String) throws {
        let parts = address.split(separator: ":")
        let port = parts.last.flatMap { UInt16($0) } ?? 0
        loop = try EventLoop()
        let socket = try LinuxNetwork().connect(to: .loopback(port: port))
        try loop.network.watch(socket, for: .readWrite, token: 1)
        self.socket = socket
        loop.attach(self)
    }

    nonisolated func stop() {
        loop.stop()
    }

    /// Sends bytes.
    func send(_ bytes: [UInt8]) {
        outbox += bytes
        try? loop.network.change(socket, for: .readWrite, token: 1)
    }

    /// Everything that was received so far.
    var bytes: [UInt8] { received }

    /// Everything that was received so far, as text.
    var text: String { String(decoding: received, as: UTF8.self) }

    /// Forgets what was received so far.
    func forget() {
        received = []
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
        return nil
    }

    private func turn(_ events: borrowing [ReadyEvent]) {
        for index in events.indices where !isEnded {
            if events[index].isReadable { receive() }
            if events[index].isWritable { flush() }
        }
    }

    private func receive() {
        switch (try? socket.receive(into: &buffer)) ?? .ended {
        case .bytes(let count): received += buffer.prefix(count)
        case .wouldBlock: break
        case .ended:
            isEnded = true
            loop.network.unwatch(socket)
        }
    }

    private func flush() {
        guard let count = try? socket.send(outbox.span) else { return }
        outbox.removeFirst(count)
        if outbox.isEmpty, !isEnded { try? loop.network.change(socket, for: .read, token: 1) }
    }
}
