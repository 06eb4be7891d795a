import Reactor
import Synchronization
import SystemTLS

/// What stands between clients and their sockets on a node with a certificate: the same calls, with TLS below them.
///
///     serving ──plaintext──▶ ┌───────────────┐ ──records──▶ network
///             ◀──plaintext── │ SealedNetwork │ ◀──records──
///                            └───────────────┘
///
/// Whoever sends and receives here need not know it: as many bytes as there are records for are taken, the rest later, and
/// what is ready is what the sockets say. The one thing that differs is that a call to receive may take more than it gives,
/// and give up to 16 KiB more than was asked for, where a record becomes whole.
///
/// All clients share the room that records are made in. One that reads has none of its own, and one that does not keeps one
/// record: see ``SealedConnection``. Sockets that were not adopted are those of the network below.
final class SealedNetwork: Network {
    /// What is locked.
    struct State {
        /// What handshakes begin with; `nil` until there is a certificate.
        var context: (any ClientContext)?

        /// The clients, by the number of their socket.
        var connections: [SealedConnection?] = []

        /// Those whose handshake is not over.
        var vestibule = Vestibule()

        /// What is used again for each call.
        var workshop = Workshop()
    }

    let network: any Network
    let state = Mutex(State())

    /// Seals what is accepted at a network.
    init(over network: any Network) {
        self.network = network
    }

    /// Shows a certificate to those who come from now on; the others go on with theirs.
    func begin(with context: any ClientContext) {
        state.withLock { $0.context = context }
    }

    /// Takes over a connection that was accepted, of the network below.
    ///
    /// - Returns: The same connection, with TLS around it; `nil` where there is no memory for that.
    func adopt(_ socket: consuming Socket) -> Socket? {
        let number = socket.number
        var box: Socket? = consume socket
        let isAdopted = state.withLock { state in
            guard let context = state.context, let session = try? context.welcome(), let socket = box.take() else {
                return false
            }
            let place = Int(number.rawValue)
            while state.connections.count <= place { state.connections.append(nil) }
            state.connections[place] = SealedConnection(socket, session)
            return true
        }
        return isAdopted ? Socket(number, of: self) : nil
    }

    /// Who has waited longest for the end of the handshake, where more do than may: under the token that it is watched by.
    func takeExcess() -> UInt64? { state.withLock { $0.vestibule.takeExcess() } }

    /// What was done since the last time that costs more than the same without TLS, in nanoseconds.
    func takeCost() -> Int {
        state.withLock { state in
            defer { state.workshop.cost = 0 }
            return state.workshop.cost
        }
    }

    /// Why handshakes failed since the last time.
    func takeFailures() -> [TLSFailure] {
        state.withLock { state in
            defer { state.workshop.failures = [] }
            return state.workshop.failures
        }
    }

    // MARK: Streams

    /// See `Network/send(_:on:)-(Span<UInt8>,_)`.
    func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        send(bytes, Span(), on: socket)
    }

    /// See `Network/send(_:_:on:)`.
    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        state.withLock { state in
            guard let connection = state.connections[Int(socket.rawValue)] else {
                return .failed(SystemError.Code.badNumber)
            }
            return connection.send(first, second, in: &state.workshop)
        }
    }

    /// See `Network/receive(from:into:limit:)`.
    func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        try state.withLock { state throws(SystemError) in
            guard let connection = state.connections[Int(socket.rawValue)] else {
                throw SystemError(call: "recv", code: SystemError.Code.badNumber)
            }
            let received = try connection.receive(into: &buffer, limit: limit, in: &state.workshop)
            if !connection.isShakingHands, let token = connection.token { state.vestibule.leave(token) }
            return received
        }
    }

    /// Whether a client has said goodbye: from then on it sends nothing, though its socket may not say so.
    func hasHeardGoodbye(on socket: SocketNumber) -> Bool {
        state.withLock { state in
            let place = Int(socket.rawValue)
            return place < state.connections.count && state.connections[place]?.hasHeardGoodbye == true
        }
    }

    /// See `Network/endSending(on:)`.
    func endSending(on socket: SocketNumber) {
        state.withLock { state in state.connections[Int(socket.rawValue)]?.endSending(in: &state.workshop) }
    }

    /// See `Network/close(_:)`; only of what was adopted.
    func close(_ socket: SocketNumber) {
        state.withLock { state in
            let place = Int(socket.rawValue)
            if let token = state.connections[place]?.token { state.vestibule.leave(token) }
            state.connections[place]?.answerGoodbye(in: &state.workshop)
            state.connections[place] = nil
        }
    }

    /// See `Network/watch(_:for:token:)-(SocketNumber,_,_)`.
    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try network.watch(socket, for: interest, token: token)
        state.withLock { state in
            guard let connection = state.connections[Int(socket.rawValue)] else { return }
            connection.token = token
            if connection.isShakingHands { state.vestibule.enter(token) }
        }
    }
}
