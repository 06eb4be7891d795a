import Reactor

/// What TLS adds nothing to.
extension SealedNetwork {
    /// See `Network/listen(on:)`.
    func listen(on address: SocketAddress) throws(SystemError) -> Socket { try network.listen(on: address) }

    /// See `Network/connect(to:)`.
    func connect(to address: SocketAddress) throws(SystemError) -> Socket { try network.connect(to: address) }

    /// See `Network/bindDatagram(on:)`.
    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket { try network.bindDatagram(on: address) }

    /// See `Network/accept(from:)`.
    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? { try network.accept(from: listener) }

    /// See `Network/resetOnClose(_:)`.
    func resetOnClose(_ socket: SocketNumber) { network.resetOnClose(socket) }

    /// See `Network/connectError(of:to:)`.
    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? {
        network.connectError(of: socket, to: address)
    }

    /// See `Network/localAddress(of:)`.
    func localAddress(of socket: SocketNumber) -> SocketAddress { network.localAddress(of: socket) }

    /// See `Network/hasPeerEnded(_:)`.
    func hasPeerEnded(_ socket: SocketNumber) -> Bool { hasHeardGoodbye(on: socket) || network.hasPeerEnded(socket) }

    /// See `Network/sendingProgress(of:)`.
    func sendingProgress(of socket: SocketNumber) -> SendingProgress { network.sendingProgress(of: socket) }

    /// See `Network/change(_:for:token:)-(SocketNumber,_,_)`.
    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try network.change(socket, for: interest, token: token)
    }

    /// See `Network/unwatch(_:)-(SocketNumber)`.
    func unwatch(_ socket: SocketNumber) { network.unwatch(socket) }

    /// See `Network/receive(into:from:)`.
    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int {
        try network.receive(into: inbox, from: socket)
    }

    /// See `Network/send(_:on:)-(DatagramOutbox,_)`.
    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool { network.send(outbox, on: socket) }
}
