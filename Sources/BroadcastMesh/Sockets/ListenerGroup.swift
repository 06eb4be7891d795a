import Reactor

/// A socket in a box that an array can hold.
final class ListeningSocket {
    /// The listener.
    let socket: Socket

    /// Takes over a listener.
    init(_ socket: consuming Socket) {
        self.socket = socket
    }
}

/// What accepts connections at a port, on each address of a host, and rests when the process has no room for more.
///
///     open ──no descriptors left──▶ resting ──100 ms──▶ open
///
/// A connection that could not be accepted goes on waiting and keeps its listener readable: who went on watching it would
/// be woken again and again, and do nothing else.
struct ListenerGroup {
    /// How long accepting rests, in nanoseconds.
    static let rest: Int64 = 100_000_000

    /// The listeners; a token's slot is a place in here.
    private let sockets: [ListeningSocket]

    /// Whose they are.
    private let kind: Token.Kind

    /// When to go on, in monotonic nanoseconds; `nil` while the listeners are watched.
    private(set) var resumes: Int64?

    /// An address of the host that could not be opened.
    struct Failure {
        var address: SocketAddress
        var error: SystemError
    }

    /// Opens a port on all addresses of a host, and has the network watch it.
    ///
    /// An address that the machine does not have is passed over, as long as it has another: `localhost` stands for `::1`
    /// even where there is no IPv6. One that somebody else listens on is not, for clients would find him there.
    ///
    /// - Parameters:
    ///   - addresses: The addresses; with port 0, all get the port that is found for the first.
    ///   - kind: Whose the listeners are.
    ///   - network: Where they are.
    ///   - handleFailure: Told of each address that was passed over.
    /// - Throws: When an address is in use, or none can be opened, or there is none.
    init(
        on addresses: [SocketAddress],
        as kind: Token.Kind,
        of network: any Network,
        handleFailure: (Failure) -> Void
    ) throws(SystemError) {
        var sockets: [ListeningSocket] = []
        var failures: [Failure] = []
        for address in addresses {
            let port = address.port == 0 ? sockets.first?.socket.localAddress.port ?? 0 : address.port
            do throws(SystemError) {
                sockets.append(ListeningSocket(try network.listen(on: address.with(port: port))))
            } catch {
                guard !error.isAddressInUse || address.port == 0 else { throw error }
                failures.append(Failure(address: address.with(port: port), error: error))
            }
        }
        guard !sockets.isEmpty else {
            // Nothing but a recording says that a host has no address and that this is no failure.
            throw failures.first?.error ?? SystemError(call: "bind", code: SystemError.Code.addressNotAvailable)
        }
        for failure in failures { handleFailure(failure) }
        self.sockets = sockets
        self.kind = kind
        try watch(by: network)
    }

    /// The listener that a token names; `nil` where a recording has a token that no node ever gave.
    subscript(slot: Int) -> ListeningSocket? { sockets.indices.contains(slot) ? sockets[slot] : nil }

    /// Where they are.
    var addresses: [SocketAddress] { sockets.map { $0.socket.localAddress } }

    /// The addresses in one line.
    var description: String { addresses.map { "\($0)" }.joined(separator: " ") }

    /// Stops accepting for a moment.
    mutating func rest(at now: Int64, on network: any Network) {
        for listener in sockets { network.unwatch(listener.socket) }
        resumes = now + Self.rest
    }

    /// Accepts again, if it is time to.
    mutating func resumeIfDue(at now: Int64, on network: any Network) {
        guard let resumes, resumes <= now else { return }
        self.resumes = nil
        do throws(SystemError) {
            try watch(by: network)
        } catch {
            rest(at: now, on: network)
        }
    }

    private func watch(by network: any Network) throws(SystemError) {
        for (slot, listener) in sockets.enumerated() {
            try network.watch(listener.socket, for: .read, token: Token(kind, slot: slot).rawValue)
        }
    }
}
