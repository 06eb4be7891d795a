import Gossip
import Reactor
import SystemTLS

/// What stands between UDP paths and their socket, on a node with a key: each path has a handshake of its own, and from
/// then on each of its datagrams is sealed.
///
///     socket ──receive──▶ ┌─────────────────┐ ──datagrams──▶ paths
///                         │ SealedDatagrams │
///     socket ◀──produce── └─────────────────┘ ◀─────seal──── paths
///
/// A path of the gossip and its seal go by the same number, which the dialing side makes up. That number is in the clear
/// outside, so it is left out inside: a datagram grows by 25 bytes, to 1,225 at most.
struct SealedDatagrams {
    /// How long a peer may take to prove the key, and then to open a path, in nanoseconds.
    static let patience: Int64 = 5_000_000_000

    /// What a datagram that arrived comes to.
    enum Arrival {
        /// It says nothing to anybody.
        case nothing

        /// This is what it says.
        case datagram([UInt8])

        /// It is of a path that is not known here.
        case unknownHere(UInt64)

        /// A node says that it does not know a path that is known here.
        case unknownThere(UInt64, by: [UInt8])

        /// Its sender cannot be a peer, and a person should know why.
        case refused(LinkError)
    }

    /// What seals new paths.
    private(set) var seal: DatagramSeal

    /// In the order in which they came.
    var paths: [SealedDatagramPath] = []

    /// The paths that were here lately: who sends the greeting of one again has overheard it.
    private(set) var past = PastPaths()

    /// Used again for each datagram.
    private var buffer: [UInt8] = []

    /// How many datagrams of handshakes were taken apart: each may have cost what proving a key costs.
    private(set) var handshakeCount = 0

    /// Starts with what seals.
    init(_ seal: DatagramSeal) {
        self.seal = seal
    }

    /// Whether a datagram begins a sealed path, as far as a node without a key can tell.
    static func isGreeting(_ datagram: Span<UInt8>) -> Bool {
        DatagramWire.header(of: datagram)?.kind == .handshake
    }

    /// When ``produce(into:at:)`` wants to be called, in monotonic nanoseconds.
    var deadline: Int64 {
        var deadline = Int64.max
        for path in paths { deadline = min(deadline, path.secure.deadline ?? .max, path.deadline) }
        return deadline
    }

    /// Whether both sides of a path have proven the key; `nil` when there is no such path.
    func isOpen(_ identity: UInt64) -> Bool? {
        index(of: identity).map { paths[$0].secure.state == .open }
    }

    /// The name of the key that both sides of a path have proven.
    func keyName(of identity: UInt64) -> String? {
        index(of: identity).flatMap { paths[$0].secure.keyName }
    }

    /// Takes what arrived.
    ///
    /// - Parameters:
    ///   - datagram: From anybody.
    ///   - sender: Where it claims to come from.
    ///   - limit: How many paths there may be; of those that have come and proven nothing, the oldest give way.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: What it comes to.
    mutating func receive(
        _ datagram: Span<UInt8>,
        from sender: SocketAddress,
        limit: Int,
        at now: Int64
    ) -> Arrival {
        guard let (kind, identity) = DatagramWire.header(of: datagram) else {
            return DatagramPath.isOpening(datagram) ? .refused(.sealing(SealAdvice.unsealedPeer)) : .nothing
        }
        let index: Int
        if let known = self.index(of: identity) {
            index = known
        } else {
            switch meet(identity, kind, datagram, from: sender, limit, at: now) {
            case .path(let new): index = new
            case .arrival(let arrival): return arrival
            }
        }
        if kind == .unknown {
            var pathGuard = seal.pathGuard
            return pathGuard.reporter(of: datagram).map { .unknownThere(identity, by: $0) } ?? .nothing
        }
        let secure = paths[index].secure
        buffer.removeAll(keepingCapacity: true)
        let isHandshaking = kind == .handshake && secure.state == .handshaking
        guard secure.receive(datagram, into: &buffer) else { return .nothing }
        if isHandshaking { handshakeCount += 1 }
        if kind == .handshake { paths[index].address = sender }
        guard !buffer.isEmpty else { return .nothing }
        var inner = [buffer[0]]
        for place in 0..<8 { inner.append(UInt8(truncatingIfNeeded: identity >> (56 - 8 * UInt64(place)))) }
        inner += buffer.dropFirst()
        return .datagram(inner)
    }

    /// Seals a datagram of a path; the first of one begins its handshake, and waits until that is over.
    ///
    /// - Parameters:
    ///   - datagram: What a path made.
    ///   - address: Where it goes.
    ///   - now: Monotonic nanoseconds.
    ///   - output: Emptied, then filled.
    /// - Returns: Whether there is something to send now.
    mutating func seal(
        _ datagram: Span<UInt8>,
        to address: SocketAddress,
        at now: Int64,
        into output: inout [UInt8]
    ) -> Bool {
        guard let identity = DatagramPath.identity(of: datagram),
            let index = index(of: identity) ?? begin(seal.dialing, identity, with: address, at: now)
        else { return false }
        buffer.removeAll(keepingCapacity: true)
        buffer.append(datagram[0])
        for place in 9..<datagram.count { buffer.append(datagram[place]) }
        guard !paths[index].secure.seal(buffer.span, into: &output) else { return true }
        paths[index].waiting = buffer
        return false
    }

    /// Seals new paths otherwise from now on, and lets go of those that are not open by a key that is still taken.
    ///
    /// - Parameters:
    ///   - seal: What seals from now on.
    ///   - isUsed: Whether a path of the gossip goes by that number: it has last words to say, by whichever key it is open.
    mutating func reseal(with seal: DatagramSeal, isUsed: (UInt64) -> Bool) {
        self.seal = seal
        paths.removeAll { path in
            guard path.secure.state == .open, let key = path.secure.keyName else { return true }
            return !seal.keyNames.contains(key) && !isUsed(path.secure.identity)
        }
    }

    /// Lets go of a path.
    mutating func forget(_ identity: UInt64) {
        paths.removeAll { $0.secure.identity == identity }
        past.insert(identity)
    }

    /// The other end of an open path knows it no more.
    func end(_ identity: UInt64) {
        if let index = index(of: identity) { paths[index].secure.end() }
    }

    func index(of identity: UInt64) -> Int? {
        paths.firstIndex { $0.secure.identity == identity }
    }
}
