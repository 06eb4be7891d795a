import Reactor
import Synchronization

@testable import BroadcastMesh

/// A network with one socket, whose other end a test holds in its hands.
final class PipeNetwork: Network {
    private struct State {
        var arrived: [UInt8] = []
        var sent: [UInt8] = []
        var room = Int.max
        var hasEndedSending = false
        var strangers: [SocketAddress] = []
        var calls: [String] = []
    }

    private let state = Mutex(State())

    /// Its socket.
    static let number = SocketNumber(rawValue: 3)

    /// What else it was asked for, in that order.
    var calls: [String] { state.withLock { $0.calls } }

    private func note(_ call: String) { state.withLock { $0.calls.append(call) } }

    func socket() -> Socket { Socket(Self.number, of: self) }

    /// Lets bytes arrive.
    func deliver(_ bytes: [UInt8]) { state.withLock { $0.arrived += bytes } }

    /// Has somebody knock at its listener.
    func knock(from address: SocketAddress) { state.withLock { $0.strangers.append(address) } }

    /// Takes what was sent, and says how much is taken from now on.
    func take(leavingRoom room: Int = .max) -> [UInt8] {
        state.withLock { state in
            defer { (state.sent, state.room) = ([], room) }
            return state.sent
        }
    }

    var hasEndedSending: Bool { state.withLock { $0.hasEndedSending } }

    func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        state.withLock { state in
            let count = min(bytes.count, state.room)
            guard count > 0 || bytes.isEmpty else { return .wouldBlock }
            for index in 0..<count { state.sent.append(bytes[index]) }
            state.room -= count
            return .sent(count)
        }
    }

    func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        state.withLock { state in
            let count = min(state.arrived.count, limit, buffer.count)
            guard count > 0 else { return .wouldBlock }
            for index in 0..<count { buffer[index] = state.arrived[index] }
            state.arrived.removeFirst(count)
            return .bytes(count)
        }
    }

    func endSending(on socket: SocketNumber) { state.withLock { $0.hasEndedSending = true } }

    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult { .failed(1) }
    func listen(on address: SocketAddress) throws(SystemError) -> Socket {
        note("listen \(address)")
        return socket()
    }

    func connect(to address: SocketAddress) throws(SystemError) -> Socket {
        note("connect \(address)")
        return socket()
    }

    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket {
        note("bind \(address)")
        return socket()
    }

    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? {
        note("accept \(listener.rawValue)")
        let stranger = state.withLock { $0.strangers.isEmpty ? nil : $0.strangers.removeFirst() }
        return stranger.map { Accepted(socket(), from: $0) }
    }

    func close(_ socket: SocketNumber) {}
    func resetOnClose(_ socket: SocketNumber) { note("reset \(socket.rawValue)") }

    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? {
        SystemError(call: "connect \(address)", code: socket.rawValue)
    }

    func localAddress(of socket: SocketNumber) -> SocketAddress { .loopback(port: UInt16(socket.rawValue)) }
    func hasPeerEnded(_ socket: SocketNumber) -> Bool { socket.rawValue == 7 }

    func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        SendingProgress(acknowledged: UInt64(socket.rawValue), isWaiting: true)
    }

    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {}

    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        note("change \(socket.rawValue) for \(interest.rawValue) as \(token)")
    }

    func unwatch(_ socket: SocketNumber) { note("unwatch \(socket.rawValue)") }
    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int {
        Int(socket.rawValue)
    }
    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool { socket.rawValue == 7 }
}
