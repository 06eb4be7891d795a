import Reactor
import SystemTLS

/// The TCP connection of one client: begun, then open, with what the kernel would not take yet.
///
/// A host may have several addresses: they are tried in turn, and what was to be sent goes to the one that answers.
struct ClientStream: ~Copyable {
    private let loop: ClientLoop
    private let token: UInt64
    private var socket: Socket
    private var tls: ClientTLS?
    private var address: SocketAddress
    private var furtherAddresses: ArraySlice<SocketAddress>
    private var interest: Interest = .write
    private var isOpen = false
    private var isReading = true
    private var outbox = StreamOutbox()

    /// Whether nothing that is sent arrives any more; what came before may still be received.
    private(set) var isLost = false

    /// Begins to connect to the first of some addresses that takes the connection.
    ///
    /// - Parameters:
    ///   - addresses: At least one.
    ///   - tls: What makes it private.
    ///   - loop: The thread.
    ///   - token: What its events are called.
    /// - Throws: When none of them can even be tried.
    init(
        to addresses: [SocketAddress],
        securedBy tls: ClientTLS? = nil,
        on loop: ClientLoop,
        token: UInt64
    ) throws(SystemError) {
        precondition(!addresses.isEmpty, "a client needs an address to connect to")
        var further = addresses[...]
        var address = further.removeFirst()
        let socket: Socket
        while true {
            do {
                socket = try loop.network.connect(to: address)
                break
            } catch {
                guard !further.isEmpty else { throw error }
                address = further.removeFirst()
            }
        }
        try loop.network.watch(socket, for: .write, token: token)
        self.loop = loop
        self.token = token
        self.socket = socket
        self.address = address
        self.furtherAddresses = further
        self.tls = tls
        outbox.append(self.tls?.takeOutgoing() ?? [])
    }

    /// How many bytes wait for the kernel.
    var waitingCount: Int { outbox.count + (tls?.waitingCount ?? 0) }

    /// How many bytes the server's machine has acknowledged.
    var acknowledgedCount: UInt64 { isOpen ? socket.sendingProgress.acknowledged : 0 }

    /// Whether it has not acknowledged all that is sent.
    var isSending: Bool {
        guard isOpen, outbox.isEmpty else { return isOpen }
        return socket.sendingProgress.isWaiting
    }

    /// Until when to wait for the address that is tried now, before the next one is.
    ///
    /// An address whose machine is gone does not answer at all; it gets its share of the time that is left.
    ///
    /// - Parameters:
    ///   - now: The time, in monotonic nanoseconds.
    ///   - deadline: Until when a connection is to stand, and to be of use.
    /// - Returns: The deadline itself when the connection is open, or there is no other address.
    func attemptDeadline(at now: Int64, within deadline: Int64) -> Int64 {
        guard !isOpen, !furtherAddresses.isEmpty else { return deadline }
        return now + max(0, deadline - now) / Int64(furtherAddresses.count + 1)
    }

    /// Takes in that the socket is ready, as far as that concerns connecting and sending.
    ///
    /// - Returns: Whether the connection was opened by this.
    /// - Throws: When no address takes the connection, or the connection is lost.
    mutating func handleReady(_ event: ReadyEvent) throws(SystemError) -> Bool {
        guard event.isWritable else { return false }
        guard !isOpen else {
            try flush()
            return false
        }
        if let error = socket.connectError(to: address) {
            guard try tryNextAddress() else { throw error }
            return false
        }
        isOpen = true
        try flush()
        return true
    }

    /// Turns to the next address while none has answered; what waits to be sent waits for that one.
    ///
    /// - Returns: `false` when the connection is open, or there is no other address.
    /// - Throws: When none of the others can even be tried.
    mutating func tryNextAddress() throws(SystemError) -> Bool {
        guard !isOpen, !furtherAddresses.isEmpty else { return false }
        let again: ClientTLS?
        do throws(ClientError) {
            again = try tls?.again()
        } catch {
            throw SystemError(call: "tls", code: SystemError.Code.noMemory)
        }
        var next = try ClientStream(to: Array(furtherAddresses), securedBy: again, on: loop, token: token)
        if again == nil { next.outbox = outbox }
        next.isReading = isReading
        self = next
        return true
    }

    /// Receives what is here, at most a buffer full.
    ///
    /// - Throws: When the connection is lost, or no TLS comes about on it.
    mutating func receive(into buffer: inout [UInt8]) throws(ClientError) -> Received {
        guard isOpen, isReading else { return .wouldBlock }
        let received: Received
        do throws(SystemError) {
            received = try socket.receive(into: &buffer, limit: tls == nil ? .max : buffer.count - ClientTLS.slack)
        } catch {
            throw .connectionBroken(error)
        }
        guard case .bytes(let count) = received, tls != nil else { return received }
        // Also where it fails there are last words, for whoever runs the server.
        let said = Result { () throws(ClientError) in try tls?.receive(count, in: &buffer) }
        let answer = tls?.takeOutgoing() ?? []
        if !isLost, !outbox.answer({ $0 += answer }) { throw .insecure("TLS failed: \(TLSFailure.idleChatter)") }
        do throws(SystemError) {
            try flush()
        } catch {
            // What has arrived is taken: this was read of the socket, and is nowhere else.
            guard error.call == "send" else { throw .connectionBroken(error) }
        }
        guard let count = try said.get() else { return .ended }
        return count == 0 ? .wouldBlock : .bytes(count)
    }

    /// Sends bytes, now or when the kernel has room for them.
    ///
    /// - Throws: When the connection is lost.
    mutating func send(_ bytes: [UInt8]) throws(SystemError) {
        guard tls != nil else { return try pass(bytes) }
        tls?.send(bytes)
        try pass(tls?.takeOutgoing() ?? [])
    }

    private mutating func pass(_ bytes: [UInt8]) throws(SystemError) {
        guard !bytes.isEmpty else { return }
        guard !isLost else { throw SystemError(call: "send", code: SystemError.Code.brokenPipe) }
        outbox.append(bytes)
        if isOpen { try flush() }
    }

    /// Stops receiving, so that the sender has to wait, or goes on.
    mutating func setReading(_ isReading: Bool) throws(SystemError) {
        self.isReading = isReading
        try updateInterest()
    }

    private mutating func flush() throws(SystemError) {
        do throws(SystemError) {
            while try outbox.flush(to: socket) > 0 {}
        } catch {
            // Were it kept, the socket would report each turn that there is room for it.
            outbox = StreamOutbox()
            isLost = true
            try updateInterest()
            throw error
        }
        try updateInterest()
    }

    private mutating func updateInterest() throws(SystemError) {
        guard isOpen else { return }
        var wanted: Interest = isReading ? .read : []
        if !outbox.isEmpty { wanted.insert(.write) }
        guard wanted != interest else { return }
        // A socket without any interest would still report its hang-up, each turn.
        switch (interest.isEmpty, wanted.isEmpty) {
        case (true, _): try loop.network.watch(socket, for: wanted, token: token)
        case (false, true): loop.network.unwatch(socket)
        case (false, false): try loop.network.change(socket, for: wanted, token: token)
        }
        interest = wanted
    }
}
