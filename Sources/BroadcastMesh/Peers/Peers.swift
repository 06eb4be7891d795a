import Gossip
import Reactor

/// What a node has to do with its peers: who dials whom, the connections and paths that carry links, and what is on its
/// way on them.
///
/// It is told what happened to its sockets, what time it is and what the gossip has to say, and moves frames between
/// sockets and gossip. What it cannot do alone its owner finds in ``takeDirectives()`` after each call.
///
///     dialer ──connect──▶ line ──sealed──▶ link ──ends──▶ close ──▶ last words, if all is written ──▶ dialer
///     listener ──accept──────▲                 └── of the gossip: closed, silent, refused
struct Peers {
    /// How many UDP paths there may be beside those of all nodes: of more, nothing is kept, or with a key the oldest of those
    /// that prove nothing give way.
    static let strangerLimit = 64

    /// What one call receives from a peer, in bytes: three thousand of the shortest entries.
    static let portion = 64 << 10

    /// How much is produced for a link at a time, in bytes.
    static let outputBytes = 64 << 10

    /// What a turn may spend on sending links what they lack over TCP, and as much again over UDP, in nanoseconds.
    static let flushBudget = 3_000_000

    /// How long a connection may take to stand, in nanoseconds.
    static let connectPatience: Int64 = 2_000_000_000

    /// How long the two ends may take to prove the key to each other, in nanoseconds.
    static let sealingPatience: Int64 = 5_000_000_000

    /// What is to be done for it.
    enum Directive {
        /// Find the addresses of a peer's host, and tell ``handleAddresses(_:of:with:at:)`` or
        /// ``handleFailure(of:_:with:at:)``.
        case resolve(Endpoint, dial: Int)

        /// Write what came, then ``close(_:because:_:with:at:_:)``: last words may name what came in this turn.
        case close(Carrier, LinkError)
    }

    /// Used again for every connection, so that none needs memory of its own.
    struct Buffers {
        /// What a connection's bytes are received into.
        var received = [UInt8](repeating: 0, count: portion)

        /// Frames that came out of a seal, or are to go into one.
        var frames: [UInt8] = []
    }

    /// What carries a link.
    enum Carrier {
        /// A TCP connection.
        case line(Line)

        /// A UDP path.
        case path(DatagramLine)
    }

    /// Where the next flush begins, since links have more to send than fitted in the last: in which slots.
    struct Unflushed: Equatable {
        /// Of the connections.
        var line: Int?

        /// Of the paths.
        var path: Int?
    }

    /// Who the peers are.
    var settings: PeersSettings

    /// Where the sockets are.
    let network: any Network

    /// Whose chance it takes.
    let world: any World

    /// What people are told.
    var log: PeerLog

    /// What makes links private.
    var seal: LinkSeal

    /// The peers that this node dials.
    var dialer = Dialer()

    /// The TCP side.
    var lines = LineTable()

    /// The UDP side, while the node runs.
    var port: DatagramPort?

    /// Whether more is begun: new paths, further addresses.
    var isOpen = false

    /// With whom the next flush begins.
    var unflushed = Unflushed()

    /// What bytes and frames are put into on their way.
    var buffers = Buffers()

    private var directives: [Directive] = []

    /// Prepares; nothing is opened before ``open(on:at:)``.
    init(
        _ settings: PeersSettings,
        sealedBy seal: LinkSeal,
        on network: any Network,
        in world: any World,
        log: Log
    ) {
        self.settings = settings
        self.seal = seal
        self.network = network
        self.world = world
        self.log = PeerLog(log)
    }

    /// Opens the gossip port and starts to dial.
    ///
    /// - Parameters:
    ///   - addresses: Where; UDP uses the first.
    ///   - now: Monotonic nanoseconds.
    /// - Throws: When a port cannot be opened, or would be open to others than this machine without a key.
    mutating func open(on addresses: [SocketAddress], at now: Int64) throws(SystemError) {
        if let foreign = addresses.first(where: { !settings.admits($0) }) {
            let code = SystemError.Code.addressNotAvailable
            throw SystemError(call: "bind without a \"key\"", subject: "\(foreign), not loopback", code: code)
        }
        let log = log
        let listeners = try ListenerGroup(on: addresses, as: .gossipListener, of: network) { log.tellUnopened($0) }
        lines.listeners = listeners
        let socket = try network.bindDatagram(on: listeners.addresses[0])
        try network.watch(socket, for: .read, token: Token(.gossipDatagrams).rawValue)
        port = DatagramPort(socket, secret: (world.word(), world.word()), sealedBy: seal.datagrams)
        if addresses.count > 1 { log.tellOnly(listeners.addresses[0]) }
        dialer = Dialer(settings.links, at: now)
        isOpen = true
    }

    /// How many connections may wait for their greeting: what the limit of descriptors leaves.
    ///
    /// Of more, the first to come give way, those last that have begun to prove the key.
    mutating func admit(strangers: Int) {
        lines.strangers = strangers
    }

    /// Begins nothing more: the node is about to stop.
    mutating func depart() {
        isOpen = false
    }

    /// Takes nobody in and dials nobody from now on, and has every link closed.
    mutating func stop() {
        isOpen = false
        lines.listeners = nil
        dialer = Dialer()
        for path in port?.all ?? [] { end(.path(path), because: .stopping) }
        for line in lines.all { end(.line(line), because: .stopping) }
    }

    /// Closes the UDP side; all links were closed.
    mutating func finish() {
        port = nil
    }

    /// Where the listeners are, in one line.
    var description: String { lines.listeners?.description ?? "" }

    /// Whether there is something to be done for it.
    var hasDirectives: Bool { !directives.isEmpty }

    /// Takes out what is to be done, in this order.
    mutating func takeDirectives() -> [Directive] {
        guard hasDirectives else { return [] }
        defer { directives = [] }
        return directives
    }

    /// Has something done.
    mutating func ask(for directive: Directive) {
        directives.append(directive)
    }

    /// Has a carrier closed; until then nothing is read from it.
    mutating func end(_ carrier: Carrier, because reason: LinkError) {
        if case .path(let path) = carrier { path.isEnding = true }
        directives.append(.close(carrier, reason))
    }
}
