public import Reactor
import Synchronization

/// The sockets of one process on a simulated host: what a node gets in place of the kernel's.
///
/// When the process is gone, whatever is still asked of it fails, and closing does nothing.
public final class SimulatedNetwork: Network {
    /// The process, by its number.
    public let process: Int

    /// What its process speaks through with nodes as their client, if it does.
    let visitingSeal: ToySeal?

    let internet: SimulatedInternet

    init(process: Int, of internet: SimulatedInternet, visitingThrough seal: ToySeal?) {
        visitingSeal = seal
        self.process = process
        self.internet = internet
    }

    // MARK: For who drives it

    /// Takes what is ready, as `epoll_wait` does: what stays so is told again the next time.
    public func takeReady(into events: inout [ReadyEvent]) {
        events = internet.fabric.withLock { fabric in
            var events: [ReadyEvent] = []
            fabric.takeReady(for: process, into: &events)
            return events
        }
    }

    /// The time, in nanoseconds.
    var now: Int64 { internet.now }

    /// Whether something is ready, after a turn.
    public var hasReady: Bool { internet.fabric.withLock { $0.hasReady(process) } }

    // MARK: For the process

    /// See `Network/listen(on:)`.
    public func listen(on address: SocketAddress) throws(SystemError) -> Socket {
        try open { fabric throws(SystemError) in try fabric.listen(on: address, for: process) }
    }

    /// See `Network/connect(to:)`.
    public func connect(to address: SocketAddress) throws(SystemError) -> Socket {
        try open { fabric throws(SystemError) in try fabric.connect(to: address, for: process) }
    }

    /// See `Network/bindDatagram(on:)`.
    public func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket {
        try open { fabric throws(SystemError) in try fabric.bindDatagram(on: address, for: process) }
    }

    /// See `Network/accept(from:)`.
    public func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? {
        guard with(listener, { $0.isExhausted($1) }) != true else {
            throw .failed("accept4", SystemError.Code.noDescriptors)
        }
        guard let (socket, peer) = with(listener, { $0.accept(from: $1) }) ?? nil else { return nil }
        return Accepted(Socket(SocketNumber(rawValue: Int32(socket)), of: self), from: peer)
    }

    /// See `Network/close(_:)`.
    public func close(_ socket: SocketNumber) {
        internet.fabric.withLock { $0.close(Int(socket.rawValue), of: process) }
    }

    /// See `Network/resetOnClose(_:)`.
    public func resetOnClose(_ socket: SocketNumber) { with(socket) { $0.sockets[$1]?.resetsOnClose = true } }

    /// See `Network/endSending(on:)`.
    public func endSending(on socket: SocketNumber) { with(socket) { $0.endSending(on: $1) } }

    /// See `Network/connectError(of:to:)`.
    public func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? {
        guard case .end(let stream, let end) = with(socket, { $0.sockets[$1]?.matter }) ?? nil,
            case .failed(let code) = internet.fabric.withLock({ $0.streams[stream].ends[end].standing })
        else { return nil }
        return .failed("connect", code, "\(address)")
    }

    /// See `Network/localAddress(of:)`.
    public func localAddress(of socket: SocketNumber) -> SocketAddress {
        (with(socket) { $0.sockets[$1]?.address } ?? nil) ?? SocketAddress(0, 0, 0, 0, port: 0)
    }

    /// See `Network/hasPeerEnded(_:)`.
    public func hasPeerEnded(_ socket: SocketNumber) -> Bool {
        with(socket) { fabric, socket in
            guard case .end(let stream, let end) = fabric.sockets[socket]?.matter else { return false }
            return fabric.streams[stream].flows[1 - end].hasArrivedEnd || fabric.level(of: socket).isHungUp
        } ?? true
    }

    /// See `Network/sendingProgress(of:)`.
    public func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        with(socket) { fabric, socket in
            guard case .end(let stream, let end) = fabric.sockets[socket]?.matter else { return nil }
            return fabric.streams[stream].flows[end].progress(at: fabric.now)
        }.flatMap(\.self) ?? SendingProgress(acknowledged: 0, isWaiting: false)
    }

    /// See `Network/watch(_:for:token:)-(SocketNumber,_,_)`.
    public func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        with(socket) { $0.watch($1, as: FabricSocket.Watch(token: token, interest: interest)) }
    }

    /// See `Network/change(_:for:token:)-(SocketNumber,_,_)`.
    public func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        let isWatched = with(socket) { fabric, socket in
            guard fabric.sockets[socket]?.watch != nil else { return false }
            fabric.watch(socket, as: FabricSocket.Watch(token: token, interest: interest))
            return true
        }
        guard isWatched == true else { throw .failed("epoll_ctl", SystemError.Code.badNumber) }
    }

    /// See `Network/unwatch(_:)-(SocketNumber)`.
    public func unwatch(_ socket: SocketNumber) { with(socket) { $0.watch($1, as: nil) } }

    /// See `Network/send(_:on:)-(Span<UInt8>,_)`.
    public func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        with(socket) { $0.send(bytes, on: $1) } ?? .failed(SystemError.Code.badNumber)
    }

    /// See `Network/send(_:_:on:)`.
    public func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        let result = send(first, on: socket)
        guard case .sent(first.count) = result, !second.isEmpty else { return result }
        if case .sent(let count) = send(second, on: socket) { return .sent(first.count + count) }
        return result
    }

    /// See `Network/receive(from:into:limit:)`.
    public func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        let number = Int(socket.rawValue)
        return try internet.fabric.withLock { fabric throws(SystemError) in
            guard fabric.sockets[number]?.process == process else { throw .failed("recv", SystemError.Code.badNumber) }
            return try fabric.receive(from: number, into: &buffer, limit: limit)
        }
    }

    /// See `Network/receive(into:from:)`.
    public func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int {
        inbox.removeAll()
        for parcel in with(socket, { $0.takeDatagrams(of: $1, limit: DatagramInbox.capacity) }) ?? [] {
            inbox.append(parcel.bytes.span, from: parcel.sender)
        }
        return inbox.count
    }

    /// See `Network/send(_:on:)-(DatagramOutbox,_)`.
    public func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool {
        outbox.drain { bytes, address in
            with(socket) { $0.send(bytes, to: address, from: $1) }
        }
        return true
    }

    private func open(_ body: (inout Fabric) throws(SystemError) -> Int) throws(SystemError) -> Socket {
        let number = try internet.fabric.withLock { fabric throws(SystemError) in
            guard fabric.processes[process].isAlive else { throw .failed("socket", SystemError.Code.badNumber) }
            guard !fabric.hosts[fabric.processes[process].host].lacksDescriptors else {
                throw .failed("socket", SystemError.Code.noDescriptors)
            }
            return try body(&fabric)
        }
        return Socket(SocketNumber(rawValue: Int32(number)), of: self)
    }

    /// Does something with a socket of this process; nothing with one that was closed.
    @discardableResult
    private func with<Result: Sendable>(
        _ socket: SocketNumber,
        _ body: (inout Fabric, Int) -> Result
    ) -> Result? {
        let number = Int(socket.rawValue)
        return internet.fabric.withLock { fabric in
            fabric.sockets[number]?.process == process ? body(&fabric, number) : nil
        }
    }
}
