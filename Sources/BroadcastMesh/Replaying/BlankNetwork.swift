import Reactor

/// The network of a replay: nobody is there, for all that ever came is in the recording; see ``BlankWorld``.
final class BlankNetwork: Network {
    func listen(on address: SocketAddress) throws(SystemError) -> Socket { throw BlankWorld.failure }
    func connect(to address: SocketAddress) throws(SystemError) -> Socket { throw BlankWorld.failure }
    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket { throw BlankWorld.failure }
    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? { nil }
    func close(_ socket: SocketNumber) {}
    func resetOnClose(_ socket: SocketNumber) {}
    func endSending(on socket: SocketNumber) {}
    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? { nil }
    func localAddress(of socket: SocketNumber) -> SocketAddress { .loopback() }
    func hasPeerEnded(_ socket: SocketNumber) -> Bool { true }
    func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        SendingProgress(acknowledged: 0, isWaiting: false)
    }
    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {}
    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {}
    func unwatch(_ socket: SocketNumber) {}
    func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult { .wouldBlock }
    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult { .wouldBlock }
    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int { 0 }
    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool { false }

    func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received { .wouldBlock }
}
