import Bytes
import Reactor
import Synchronization

/// A network of which every answer is recorded, or comes from a recording; what is sent is only hashed.
///
/// What nearly always goes well, sending all of some bytes or watching a socket, takes no room in a recording when it
/// does: see ``Tape/ask(_:usually:_:)``. What has no answer, such as closing a socket, is not recorded.
final class RecordedNetwork: Network {
    /// A socket of the network that is recorded.
    private final class OpenSocket: Sendable {
        let socket: Socket
        let mask = Mutex(SecretMask())

        init(_ socket: consuming Socket) {
            self.socket = socket
        }
    }

    /// What is asked while it is recorded.
    let source: any Network

    let tape: Tape

    /// The sockets that it owns, and gives out under the same numbers; none in a replay.
    private let sockets = Mutex<[Int32: OpenSocket]>([:])

    init(_ source: any Network, on tape: Tape) {
        self.source = source
        self.tape = tape
    }

    // MARK: Opening and closing

    func listen(on address: SocketAddress) throws(SystemError) -> Socket {
        try open(Question(.listen, 0, "\(address)")) { () throws(SystemError) in try source.listen(on: address) }
    }

    func connect(to address: SocketAddress) throws(SystemError) -> Socket {
        try open(Question(.connect, 0, "\(address)")) { () throws(SystemError) in try source.connect(to: address) }
    }

    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket {
        try open(Question(.bindDatagram, 0, "\(address)")) { () throws(SystemError) in
            try source.bindDatagram(on: address)
        }
    }

    private func open(
        _ question: Question,
        _ live: () throws(SystemError) -> Socket
    ) throws(SystemError) -> Socket {
        let number = try tape.ask(question) { Result { () throws(SystemError) in Int64(keep(try live())) } }.get()
        return Socket(SocketNumber(rawValue: Int32(truncatingIfNeeded: number)), of: self)
    }

    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? {
        let answer = try tape.ask(Question(.accept, Int(listener.rawValue))) {
            Result { () throws(SystemError) -> RecordedConnection? in
                guard let accepted = try source.accept(from: listener) else { return nil }
                let address = accepted.peerAddress
                return RecordedConnection(number: Int64(keep(accepted.socket)), address: address)
            }
        }.get()
        guard let answer else { return nil }
        let number = SocketNumber(rawValue: Int32(truncatingIfNeeded: answer.number))
        return Accepted(Socket(number, of: self), from: answer.address)
    }

    /// Owns a socket from here on.
    private func keep(_ socket: consuming Socket) -> Int32 {
        let open = OpenSocket(socket)
        let number = open.socket.number.rawValue
        sockets.withLock { $0[number] = open }
        return number
    }

    /// Whoever owned the number lets go of it, and so does this network.
    func close(_ socket: SocketNumber) { _ = sockets.withLock { $0.removeValue(forKey: socket.rawValue) } }

    func resetOnClose(_ socket: SocketNumber) { source.resetOnClose(socket) }

    func endSending(on socket: SocketNumber) { source.endSending(on: socket) }

    // MARK: Asking

    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? {
        tape.ask(Question(.connectError, Int(socket.rawValue))) { source.connectError(of: socket, to: address) }
    }

    func localAddress(of socket: SocketNumber) -> SocketAddress {
        tape.ask(Question(.localAddress, Int(socket.rawValue))) { source.localAddress(of: socket) }
    }

    func hasPeerEnded(_ socket: SocketNumber) -> Bool {
        tape.ask(Question(.hasPeerEnded, Int(socket.rawValue))) { source.hasPeerEnded(socket) }
    }

    func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        tape.ask(Question(.sendingProgress, Int(socket.rawValue))) { source.sendingProgress(of: socket) }
    }

    // MARK: Being told

    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        let failure = tape.ask(Question(.watch, Int(socket.rawValue)), usually: SystemError?.none) {
            caught { () throws(SystemError) in try source.watch(socket, for: interest, token: token) }
        }
        if let failure { throw failure }
    }

    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        let failure = tape.ask(Question(.change, Int(socket.rawValue)), usually: SystemError?.none) {
            caught { () throws(SystemError) in try source.change(socket, for: interest, token: token) }
        }
        if let failure { throw failure }
    }

    func unwatch(_ socket: SocketNumber) { source.unwatch(socket) }

    private func caught(_ call: () throws(SystemError) -> Void) -> SystemError? {
        do throws(SystemError) { try call() } catch { return error }
        return nil
    }

    // MARK: Secrets

    /// What is recorded of bytes that came on a socket.
    func recorded(_ bytes: Span<UInt8>, from socket: SocketNumber) -> [UInt8] {
        var recorded: [UInt8] = []
        let open = sockets.withLock { $0[socket.rawValue] }
        let isMasked = open?.mask.withLock { mask in
            guard !mask.isDone else { return false }
            recorded.reserveCapacity(bytes.count)
            for index in bytes.indices { recorded.append(mask.mask(bytes[index])) }
            return true
        }
        if isMasked != true { recorded.append(bytes) }
        return recorded
    }
}

/// A connection that was accepted, as it is recorded.
struct RecordedConnection: RecordedAnswer {
    var number: Int64
    var address: SocketAddress

    init(number: Int64, address: SocketAddress) {
        self.number = number
        self.address = address
    }

    func write(to bytes: inout [UInt8]) {
        number.write(to: &bytes)
        address.write(to: &bytes)
    }

    init(from input: inout RecordingInput) throws(TruncatedInput) {
        number = try Int64(from: &input)
        address = try SocketAddress(from: &input)
    }
}
