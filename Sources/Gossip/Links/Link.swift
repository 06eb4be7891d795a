/// A connection to a neighbour: who is there, what came, what is to be said, and how far the peer was told of what
/// arrived here.
///
/// What only some states have is in ``LinkState``. What every frame touches stands beside it, for a payload of an enum
/// cannot be changed in place.
struct Link {
    /// What stands at a number that is free.
    static let free = Link(serial: 0, over: .tcp, as: .free, probing: Probing(at: 0, interval: 0))

    /// Counts the links of this process: the number in the table is used again, this is not.
    let serial: Int

    /// What carries it.
    let transport: LinkTransport

    /// Where it is in its life.
    private(set) var state: LinkState

    /// What came of the peer's frames.
    var incoming = IncomingFrames()

    /// What stands ready for the peer.
    var outbox = Outbox()

    /// How far the peer was told of what arrived here.
    var cursor = ArrivalCursor()

    /// Whether the peer is there, how far away it is, and whether its clock is the same as ours.
    var probing: Probing

    /// What has passed.
    var statistics = LinkStatistics()

    /// Starts in a state.
    init(serial: Int, over transport: LinkTransport, as state: LinkState, probing: Probing) {
        self.serial = serial
        self.transport = transport
        self.state = state
        self.probing = probing
    }

    // MARK: Where it is in its life

    /// Whether both know who the other is.
    var isUp: Bool { if case .up = state { true } else { false } }

    /// Whether the peer's greeting has not come.
    var isOpening: Bool { if case .opening = state { true } else { false } }

    /// Whether it is read and written: it opens or is up.
    var isAlive: Bool { isUp || isOpening }

    /// Whether it is up and the peer showed that it hears us.
    var isEstablished: Bool { isUp && isConfirmed }

    /// Whether the number is free.
    var isFree: Bool { if case .free = state { true } else { false } }

    /// Who greeted; of a link that is closing, who did while it was not.
    var peer: LinkPeer? {
        switch state {
        case .up(let peer): peer
        case .closing(let peer): peer
        case .opening, .free: nil
        }
    }

    /// Whom this side dialed, as long as nobody has greeted.
    var expectedPeer: String? { if case .opening(let expected) = state { expected } else { nil } }

    /// Whether the peer showed that it hears us, be the link closing by now or not.
    var isConfirmed: Bool { peer?.isConfirmed ?? false }

    /// The peer has greeted and is welcome: entries flow from the newest arrival on, and our clock is told.
    mutating func greet(_ peer: LinkPeer, newestArrival end: Int, at now: Moment) {
        guard isOpening else { preconditionFailure("a peer greeted on a link that does not open") }
        state = .up(peer)
        cursor.begin(at: end)
        outbox.tellClock()
        probing.noteAgreement(at: now)
    }

    /// The peer showed that it hears us.
    mutating func confirm() {
        guard case .up(var peer) = state else { return }
        peer.isConfirmed = true
        state = .up(peer)
    }

    /// The peer was told something else that should be the same on every node.
    mutating func note(_ agreement: Agreement) {
        guard case .up(var peer) = state else { return }
        peer.agreement = agreement
        state = .up(peer)
    }

    /// The peer's whole clock has come.
    mutating func noteClock() {
        guard case .up(var peer) = state else { return }
        peer.hasClock = true
        state = .up(peer)
    }

    /// Gives the peer up: it hears nothing more but these frames, and is not heard.
    mutating func close(saying lastWords: [UInt8]) {
        state = .closing(peer)
        outbox.close(saying: lastWords)
    }

    /// Whether there is something to be sent beside what just arrived here.
    func hasNews(at now: Moment) -> Bool { outbox.hasNews || cursor.isAnnouncementDue(at: now) }

    /// Checks what must hold after every event.
    func checkInvariants() {
        if isUp { return }
        precondition(!outbox.hasNews, "a link that is not up has something to tell its peer")
        precondition(!isFree || outbox.control.isEmpty, "something stands ready for nobody")
    }
}
