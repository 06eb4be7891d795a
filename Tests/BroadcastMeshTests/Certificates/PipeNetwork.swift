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
    }

    private let state = Mutex(State())

    /// Its socket.
    static let number = SocketNumber(rawValue: 3)

    func socket() -> Socket { Socket(Self.number, of: self) }

    /// Lets bytes arrive.
    func deliver(_ bytes: [UInt8]) { state.withLock { $0.arrived += bytes } }

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
    func listen(on address: SocketAddress) throws(SystemError) -> Socket { socket() }
    func connect(to address: SocketAddress) throws(SystemError) -> Socket { socket() }
    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket { socket() }
    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? { nil }
    func close(_ socket: SocketNumber) {}
    func resetOnClose(_ socket: SocketNumber) {}
    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? { nil }
    func localAddress(of socket: SocketNumber) -> SocketAddress { SocketAddress(127, 0, 0, 1, port: 1) }
    func hasPeerEnded(_ socket: SocketNumber) -> Bool { false }
    func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        SendingProgress(acknowledged: 0, isWaiting: false)
    }
    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {}
    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {}
    func unwatch(_ socket: SocketNumber) {}
    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int { 0 }
    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool { true }
}
