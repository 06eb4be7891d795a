/// One end of a UDP link: a TLS 1.3 handshake whose flights travel in datagrams, then datagrams with its keys.
///
/// TLS does what only TLS should do: it proves the key, agrees on a fresh secret, and exports keys (RFC 8446 §7.5). Each
/// of its flights fits one datagram, so no order needs to be made: a flight is answered with the next one, a flight that
/// comes again with the same answer again.
///
///     dialing                                accepting
///        │── 0: greeting ──────────────────────▶│
///        │◀───────────── 1: answer, finished ───│
///        │── 2: finished ──────────────────────▶│   the dialing side repeats its last flight until it is answered
///        │◀───────────── an empty packet ───────│
///        │◀═══════════ protected packets ══════▶│
public final class SecurePath {
    /// The last flight that this side made.
    struct Flight {
        /// What TLS wants said.
        var bytes: [UInt8] = []

        /// Its place in the handshake: the dialing side's are even.
        var number: Int

        /// Whether it is to be sent, again perhaps.
        var isDue = false
    }

    /// The keys of both directions.
    struct Keys: ~Copyable {
        /// What this side sends is sealed with it.
        var sealer: DatagramSealer

        /// What the other side sent is opened with it.
        var opener: DatagramOpener
    }

    /// Tells paths apart; the dialing side makes it up.
    public let identity: UInt64

    /// Where the path is in its life.
    public internal(set) var state = PathState.handshaking

    /// Whether this side dialed.
    let isDialing: Bool

    /// What made it.
    let library: any Cryptography

    /// What handshakes are guarded with.
    var pathGuard: PathGuard

    /// The handshake, while it lasts.
    var session: (any PeerSession)?

    /// What it came to.
    var keys: Keys?

    /// The last flight that this side made.
    var flight: Flight

    /// Whether an empty packet is to tell the dialing side that its last flight has come.
    var isConfirmationDue = false

    /// When the dialing side sends its flight again.
    var retry = FlightRetry()

    /// Starts a path.
    ///
    /// - Parameters:
    ///   - context: One for ``TLSContext/datagramProtocol``; whether it dials decides what this side does.
    ///   - pathGuard: What handshakes are guarded with.
    ///   - identity: What the datagrams of the path are called by.
    ///   - now: The time, in monotonic nanoseconds.
    /// - Throws: When there is no memory for it.
    public init(
        _ context: any PeerContext,
        guardedBy pathGuard: PathGuard,
        identity: UInt64,
        at now: Int64
    ) throws(TLSContextError) {
        let session = try context.begin()
        self.identity = identity
        self.pathGuard = pathGuard
        self.session = session
        library = context.cryptography
        isDialing = !context.isAccepting
        flight = Flight(number: isDialing ? 0 : -1)
        guard isDialing else { return }
        session.takeOutgoing(into: &flight.bytes)
        retry.begin(at: now)
    }

    /// The name of the key that both sides have proven.
    public private(set) var keyName: String?

    /// Encrypts a payload.
    ///
    /// - Parameters:
    ///   - payload: What to say.
    ///   - datagram: Emptied, then filled.
    /// - Returns: Whether the path is open.
    public func seal(_ payload: Span<UInt8>, into datagram: inout [UInt8]) -> Bool {
        guard state == .open, keys != nil else { return false }
        keys?.sealer.seal(payload, on: identity, into: &datagram)
        return true
    }

    /// Writes the next datagram of the handshake.
    ///
    /// - Parameters:
    ///   - datagram: Emptied, then filled.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: Whether there is one to send.
    public func produce(into datagram: inout [UInt8], at now: Int64) -> Bool {
        if isConfirmationDue {
            isConfirmationDue = false
            return seal(Span(), into: &datagram)
        }
        switch retry.takeTurn(at: now) {
        case .wait: break
        case .send: flight.isDue = true
        case .giveUp: fail(.silent)
        }
        guard flight.isDue else { return false }
        flight.isDue = false
        DatagramWire.begin(.handshake, path: identity, in: &datagram)
        datagram.append(UInt8(clamping: flight.number))
        datagram += flight.bytes
        pathGuard.close(&datagram)
        return true
    }

    /// When ``produce(into:at:)`` wants to be called, in monotonic nanoseconds; 0 for at once, `nil` for never.
    public var deadline: Int64? { flight.isDue || isConfirmationDue ? 0 : retry.next }

    /// The handshake is over.
    func open(_ session: any PeerSession) {
        guard let secrets = session.export("EXPORTER-mesh-datagram", count: 64) else {
            return fail(.handshake(.keyNotProven))
        }
        let dialing = DatagramSecret(Array(secrets[..<32]), using: library)
        let accepting = DatagramSecret(Array(secrets[32...]), using: library)
        keys = Keys(
            sealer: DatagramSealer(isDialing ? dialing : accepting, using: library),
            opener: DatagramOpener(isDialing ? accepting : dialing, using: library)
        )
        state = .open
        keyName = session.keyName
        // OpenSSL's connection is not needed any more, and its 14 KiB are let go of.
        self.session = nil
        isConfirmationDue = !isDialing
        if !isDialing { flight = Flight(number: flight.number) }
    }

    /// It ends; a last flight, an alert, may still be due.
    func fail(_ reason: PathFailure) {
        state = .failed(reason)
        retry = FlightRetry()
        session = nil
        keys = nil
    }
}
