import MeshSimulator
import Reactor

/// Stands between two nodes as a long line does: all that passes comes later, at some rate, and datagrams may be lost.
///
/// Where a kernel has `netem` it would do the same; not every one has it.
actor FarLine: TurnHandler {
    /// What the line is like, each way.
    struct Quality: Sendable, CustomStringConvertible {
        /// How long it takes from one end to the other, in milliseconds.
        var delay: Int64

        /// How many of a hundred datagrams are lost.
        var lost = 0

        /// How many bytes pass in a second.
        var rate: Int64 = 1_000_000

        /// Whether nothing passes.
        var isCut = false

        var description: String { "\(delay) ms, \(lost) % lost" }
    }

    /// Where the dialling side is to dial or send.
    nonisolated let port: UInt16

    private let target: SocketAddress
    private let loop: EventLoop
    private let door: End
    private let isStream: Bool
    private var quality: Quality
    private var ends: [UInt64: End] = [:]
    private var numbers: [SocketAddress: UInt64] = [:]
    private var lastNumber: UInt64 = 0

    /// The ends of connections that pass no more, which nobody was told.
    private var forgotten: Set<UInt64> = []
    private var dice = Dice(seed: 1, stream: 0)
    private let inbox = DatagramInbox()
    private let outbox = DatagramOutbox()
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// A socket at one end of the line, and what is on its way to it.
    private final class End {
        let socket: Socket
        var waiting: [(due: Int64, bytes: [UInt8], address: SocketAddress)] = []

        /// When the line has room for more, in monotonic nanoseconds.
        var free: Int64 = 0

        init(_ socket: consuming Socket) { self.socket = socket }
    }

    /// Starts to forward to a port of this machine, over TCP or UDP.
    init(to port: UInt16, over transport: String, _ quality: Quality) throws {
        let isStream = transport == "tcp"
        let door = End(
            FreePorts.open { address in
                isStream ? try LinuxNetwork().listen(on: address) : try LinuxNetwork().bindDatagram(on: address)
            }
        )
        self.door = door
        self.isStream = isStream
        self.port = door.socket.localAddress.port
        self.quality = quality
        target = .loopback(port: port)
        loop = try EventLoop()
        try loop.network.watch(door.socket, for: .read, token: 0)
        loop.attach(self)
    }

    nonisolated func stop() { loop.stop() }

    /// Cuts the line, or joins it again.
    func cut(_ isCut: Bool) { quality.isCut = isCut }

    /// Forgets who speaks to whom, as a NAT does that was restarted or had to make room: datagrams come from another port
    /// from then on, and connections pass nothing more, without a word to either end.
    func forget() {
        guard !isStream else { return forgotten.formUnion(ends.keys) }
        for end in ends.values { loop.network.unwatch(end.socket) }
        ends = [:]
        numbers = [:]
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { line in
            for index in events.indices { line.handle(events[index].token) }
            return line.deliver(at: Clock.monotonic())
        }
    }

    private func handle(_ token: UInt64) {
        guard isStream else { return receiveDatagrams(token) }
        guard token > 0 else { return accept() }
        // The two ends of a connection are an even number and the odd one above it.
        guard let end = ends[token], let other = ends[token ^ 1] else { return }
        do {
            guard case .bytes(let count) = try end.socket.receive(into: &buffer) else {
                return hangUp(token)
            }
            guard !forgotten.contains(token) else { return }
            put(Array(buffer[..<count]), on: other, to: target)
        } catch {
            hangUp(token)
        }
    }

    private func accept() {
        guard let accepted = try? door.socket.accept(), let far = try? LinuxNetwork().connect(to: target) else {
            return
        }
        lastNumber += 2
        let near = End(accepted.socket)
        (ends[lastNumber], ends[lastNumber + 1]) = (near, End(far))
        for number in [lastNumber, lastNumber + 1] {
            guard let end = ends[number] else { continue }
            try? loop.network.watch(end.socket, for: .read, token: number)
        }
    }

    private func hangUp(_ token: UInt64) {
        for number in forgotten.contains(token) ? [token] : [token, token ^ 1] {
            if let end = ends.removeValue(forKey: number) { loop.network.unwatch(end.socket) }
        }
    }

    private func receiveDatagrams(_ token: UInt64) {
        guard let end = token == 0 ? door : ends[token] else { return }
        let count = (try? end.socket.receive(into: inbox)) ?? 0
        for index in 0..<count {
            let (bytes, sender) = inbox.withDatagram(index) { bytes, sender in (bytes.indices.map { bytes[$0] }, sender)
            }
            guard !quality.isCut, dice.below(100) >= quality.lost else { continue }
            if token == 0, let far = far(of: sender) {
                put(bytes, on: far, to: target)
            } else if let near = numbers.first(where: { $0.value == token })?.key {
                put(bytes, on: door, to: near)
            }
        }
    }

    /// The socket that stands for one sender towards the target.
    private func far(of sender: SocketAddress) -> End? {
        if let number = numbers[sender] { return ends[number] }
        guard let socket = try? LinuxNetwork().bindDatagram(on: .loopback()) else { return nil }
        lastNumber += 2
        let end = End(socket)
        try? loop.network.watch(end.socket, for: .read, token: lastNumber)
        (ends[lastNumber], numbers[sender]) = (end, lastNumber)
        return end
    }

    /// Puts bytes on the line: behind what is on it, and as far away as it is long.
    private func put(_ bytes: [UInt8], on end: End, to address: SocketAddress) {
        end.free = max(end.free, Clock.monotonic()) + Int64(bytes.count) * 1_000_000_000 / quality.rate
        end.waiting.append((end.free + quality.delay * 1_000_000, bytes, address))
    }

    /// Hands over what has come to its end.
    ///
    /// - Returns: When more does, in monotonic nanoseconds.
    private func deliver(at now: Int64) -> Int64? {
        guard !quality.isCut else { return now + 10_000_000 }
        var next: Int64?
        for end in [door] + ends.filter({ !forgotten.contains($0.key) }).values {
            var done = 0
            while done < end.waiting.count, end.waiting[done].due <= now {
                guard hand(&end.waiting[done].bytes, to: end, end.waiting[done].address) else { break }
                done += 1
            }
            end.waiting.removeFirst(done)
            // What the kernel had no room for is tried again soon.
            if let first = end.waiting.first { next = min(next ?? .max, max(first.due, now + 2_000_000)) }
        }
        return next
    }

    /// Gives the kernel bytes; `false` when some are left.
    private func hand(_ bytes: inout [UInt8], to end: End, _ address: SocketAddress) -> Bool {
        guard isStream else {
            outbox.append(bytes.span, to: address)
            _ = end.socket.send(outbox)
            outbox.removeAll()
            return true
        }
        guard let count = try? end.socket.send(bytes.span) else { return true }
        bytes.removeFirst(count)
        return bytes.isEmpty
    }
}
