import Bytes
import Reactor

extension Fabric {
    /// The address of a host: 127.1.0.0 is the first one's, and all are as near as this machine itself.
    static func address(of host: Int, port: UInt16 = 0) -> SocketAddress {
        SocketAddress(127, 1, UInt8(host >> 8), UInt8(host & 255), port: port)
    }

    /// The host at an address.
    func host(at address: SocketAddress) -> Int? {
        numbers[address.with(port: 0)]
    }

    /// Opens a listener.
    mutating func listen(on address: SocketAddress, for process: Int) throws(SystemError) -> Int {
        try bind(.listener(waiting: Queue()), on: address, for: process, by: \.listeners)
    }

    /// Opens a socket for datagrams.
    mutating func bindDatagram(on address: SocketAddress, for process: Int) throws(SystemError) -> Int {
        try bind(.datagrams(waiting: Queue()), on: address, for: process, by: \.datagrams)
    }

    /// Begins a connection: a SYN goes out.
    mutating func connect(to address: SocketAddress, for process: Int) throws(SystemError) -> Int {
        guard let receiver = host(at: address) else {
            throw .failed("connect", SystemError.Code.unreachable, "\(address)")
        }
        let host = processes[process].host
        let local = Self.address(of: host, port: hosts[host].freePort())
        let stream = streams.count
        let number = sockets.insert(
            FabricSocket(process: process, address: local, matter: .end(stream: stream, end: 0))
        )
        streams.append(
            Stream(ends: [
                Stream.End(host: host, address: local, standing: .connecting, socket: number),
                Stream.End(host: receiver, address: address, standing: .connecting, socket: nil),
            ])
        )
        queue.schedule(.knock(stream: Int32(stream)), at: now + delay(from: host, to: receiver))
        return number
    }

    /// Takes the next connection that waits at a listener.
    mutating func accept(from listener: Int) -> (socket: Int, peer: SocketAddress)? {
        guard case .listener(var waiting) = sockets[listener]?.matter, let socket = waiting.popFirst() else {
            return nil
        }
        sockets[listener]?.matter = .listener(waiting: waiting)
        guard case .end(let stream, let end) = sockets[socket]?.matter else { return nil }
        return (socket, streams[stream].ends[1 - end].address)
    }

    /// Whether somebody waits at a listener for whom its process has no descriptor.
    func isExhausted(_ listener: Int) -> Bool {
        guard let socket = sockets[listener], case .listener(let waiting) = socket.matter, !waiting.isEmpty else {
            return false
        }
        return hosts[processes[socket.process].host].lacksDescriptors
    }

    /// A dialer's SYN arrives, if anything does: the kernel takes the connection in, whatever the process is doing.
    mutating func knock(_ stream: Int) {
        let ends = streams[stream].ends
        guard ends[0].standing == .connecting else { return }
        guard hosts[ends[1].host].isUp, !ways.isCut(from: ends[0].host, to: ends[1].host) else {
            return knockAgain(stream)
        }
        let back = now + delay(from: ends[1].host, to: ends[0].host)
        if !streams[stream].isAnswered {
            guard let listener = hosts[ends[1].host].listeners[ends[1].address.port],
                case .listener(var waiting) = sockets[listener]?.matter, let process = sockets[listener]?.process
            else { return queue.schedule(.answer(stream: Int32(stream), isRefusal: true), at: back) }
            streams[stream].isAnswered = true
            let socket = sockets.insert(
                FabricSocket(process: process, address: ends[1].address, matter: .end(stream: stream, end: 1))
            )
            streams[stream].ends[1].standing = .standing
            streams[stream].ends[1].socket = socket
            waiting.append(socket)
            sockets[listener]?.matter = .listener(waiting: waiting)
            touch(listener)
        }
        queue.schedule(.answer(stream: Int32(stream), isRefusal: false), at: back)
    }

    /// The answer to a SYN arrives.
    mutating func answer(_ stream: Int, isRefusal: Bool) {
        let ends = streams[stream].ends
        guard !ways.isCut(from: ends[1].host, to: ends[0].host) else { return knockAgain(stream) }
        switch ends[0].standing {
        case .connecting:
            streams[stream].ends[0].standing = isRefusal ? .failed(SystemError.Code.refused) : .standing
            touch(ends[0].socket)
        case .closed where !isRefusal:
            // Who dialed has gone meanwhile, and does not know of it.
            streams[stream].ends[0].standing = .standing
            closeEnd(0, of: stream, cutting: true)
        case .standing, .failed, .closed:
            break
        }
    }

    private mutating func knockAgain(_ stream: Int) {
        guard streams[stream].ends[0].standing == .connecting else { return }
        streams[stream].knocks += 1
        guard streams[stream].knocks < Self.knockLimit else {
            streams[stream].ends[0].standing = .failed(SystemError.Code.timedOut)
            return touch(streams[stream].ends[0].socket)
        }
        let later = now + Self.knockPatience << Int64(streams[stream].knocks - 1)
        queue.schedule(.knock(stream: Int32(stream)), at: later)
    }

    private mutating func bind(
        _ matter: FabricSocket.Matter,
        on address: SocketAddress,
        for process: Int,
        by ports: WritableKeyPath<FabricHost, [UInt16: Int]>
    ) throws(SystemError) -> Int {
        let host = processes[process].host
        guard address.isWildcard || self.host(at: address) == host else {
            throw .failed("bind", SystemError.Code.addressNotAvailable, "\(address)")
        }
        let port = address.port == 0 ? hosts[host].freePort() : address.port
        let bound = Self.address(of: host, port: port)
        guard hosts[host][keyPath: ports][port] == nil else {
            throw .failed("bind", SystemError.Code.addressInUse, "\(bound)")
        }
        let number = sockets.insert(FabricSocket(process: process, address: bound, matter: matter))
        hosts[host][keyPath: ports][port] = number
        return number
    }

    /// How long something small takes from one host to another.
    mutating func delay(from sender: Int, to receiver: Int) -> Int64 {
        ways.profile(from: sender, to: receiver).delay.delay(&dice)
    }
}
