import Reactor

/// Stands between two nodes of a TCP link and does to it what networks do.
actor TCPFaultProxy: TurnHandler {
    /// What happens to the connections.
    enum Mode {
        /// Bytes pass both ways.
        case forward

        /// Nobody gets in, and whoever was in is thrown out: connections are reset, new ones refused.
        case cut

        /// Connections stay, but no byte passes any more: a cable that was pulled.
        case stalled

        /// Only what the dialling side sends passes.
        case onlyToTarget

        /// Only what the dialled side sends passes.
        case onlyToDialler
    }

    /// Where the dialling side is to dial.
    nonisolated let port: UInt16

    private let target: SocketAddress
    private let loop: EventLoop
    private var listener: Listener?
    private var pairs: [UInt64: Pair] = [:]
    private var lastPair: UInt64 = 0
    private var mode = Mode.forward
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// A noncopyable socket in an optional property.
    private final class Listener {
        let socket: Socket

        init(_ socket: consuming Socket) {
            self.socket = socket
        }
    }

    /// Two connections, and what was received on each and not yet sent on the other.
    private final class Pair {
        let dialler: Socket
        let target: Socket
        var toTarget: [UInt8] = []
        var toDialler: [UInt8] = []

        init(_ dialler: consuming Socket, to target: SocketAddress) throws {
            self.target = try LinuxNetwork().connect(to: target)
            self.dialler = dialler
        }
    }

    /// Starts to forward to a port of this machine.
    init(to port: UInt16) throws {
        let listener = Listener(FreePorts.open { try LinuxNetwork().listen(on: $0) })
        self.port = listener.socket.localAddress.port
        target = .loopback(port: port)
        loop = try EventLoop()
        try loop.network.watch(listener.socket, for: .read, token: 0)
        self.listener = listener
        loop.attach(self)
    }

    nonisolated func stop() {
        loop.stop()
    }

    /// Changes what happens, to the connections that are there as well.
    func setMode(_ mode: Mode) throws {
        self.mode = mode
        if case .cut = mode {
            listener = nil
            for pair in pairs.values {
                pair.dialler.resetOnClose()
                pair.target.resetOnClose()
            }
            pairs = [:]
        } else if listener == nil {
            let listener = Listener(try LinuxNetwork().listen(on: .loopback(port: port)))
            try loop.network.watch(listener.socket, for: .read, token: 0)
            self.listener = listener
        }
        for (number, pair) in pairs { updateInterest(in: pair, number) }
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
        return nil
    }

    private func turn(_ events: borrowing [ReadyEvent]) {
        for index in events.indices {
            let event = events[index]
            if event.token == 0 { accept() }
            let number = event.token / 2
            guard event.token > 0, let pair = pairs[number] else { continue }
            do {
                try forward(pair)
                updateInterest(in: pair, number)
            } catch {
                pairs[number] = nil
            }
        }
    }

    private func accept() {
        guard let accepted = try? listener?.socket.accept(), let pair = try? Pair(accepted.socket, to: target) else {
            return
        }
        // Tokens 2 and 3 belong to the first pair, 4 and 5 to the second.
        lastPair += 1
        pairs[lastPair] = pair
        try? loop.network.watch(pair.dialler, for: .read, token: lastPair * 2)
        try? loop.network.watch(pair.target, for: .readWrite, token: lastPair * 2 + 1)
    }

    private var passesToTarget: Bool {
        switch mode {
        case .forward, .onlyToTarget: true
        case .cut, .stalled, .onlyToDialler: false
        }
    }

    private var passesToDialler: Bool {
        switch mode {
        case .forward, .onlyToDialler: true
        case .cut, .stalled, .onlyToTarget: false
        }
    }

    /// Moves what can be moved; throws when either side ended.
    private func forward(_ pair: Pair) throws {
        if passesToTarget { try move(from: pair.dialler, through: &pair.toTarget, to: pair.target) }
        if passesToDialler { try move(from: pair.target, through: &pair.toDialler, to: pair.dialler) }
    }

    private func move(
        from source: borrowing Socket,
        through waiting: inout [UInt8],
        to target: borrowing Socket
    ) throws {
        if waiting.isEmpty {
            switch try source.receive(into: &buffer) {
            case .bytes(let count): waiting = Array(buffer.prefix(count))
            case .wouldBlock: return
            case .ended: throw DeadlinePassed(description: "the connection ended")
            }
        }
        let count = try target.send(waiting.span)
        waiting.removeFirst(count)
    }

    private func updateInterest(in pair: Pair, _ number: UInt64) {
        var dialler: Interest = passesToTarget && pair.toTarget.isEmpty ? .read : []
        var target: Interest = passesToDialler && pair.toDialler.isEmpty ? .read : []
        if passesToDialler, !pair.toDialler.isEmpty { dialler.insert(.write) }
        if passesToTarget, !pair.toTarget.isEmpty { target.insert(.write) }
        watch(pair.dialler, for: dialler, token: number * 2)
        watch(pair.target, for: target, token: number * 2 + 1)
    }

    /// Watches for anything, or for nothing: without any interest a hang-up would still be reported, each turn.
    private func watch(_ socket: borrowing Socket, for interest: Interest, token: UInt64) {
        guard !interest.isEmpty else { return loop.network.unwatch(socket) }
        do {
            try loop.network.change(socket, for: interest, token: token)
        } catch {
            try? loop.network.watch(socket, for: interest, token: token)
        }
    }
}
