import Gossip
import Reactor

/// Everybody who is connected to the HTTP port: connections, what is on its way to them, the audiences of channels, and
/// what time does to clients.
///
/// It sends and closes by itself, with frames that the gossip holds; it neither posts nor answers requests. What follows
/// for others from what it did, its owner finds in ``takeDirectives()`` after each call. Nothing may be given to anybody
/// that is not written: who calls ``giveGrown(_:with:_:)`` has seen to that.
struct Serving {
    /// What is to be done for it.
    enum Directive {
        /// A client has left a channel: its name is free, and the channel closed for it.
        case left(channel: Int, User?)

        /// The files of the certificate are to be read, where nobody waits.
        case readCertificate(TLSConfiguration)
    }

    /// The limits.
    var settings: ServingSettings

    /// Where the sockets are.
    let network: any Network

    /// What people are told.
    let log: Log

    /// Where clients come in.
    var doorway: Doorway

    /// The connections, by slot.
    private(set) var clients = SlotTable<Client>()

    /// How many of them are attached WebSockets.
    var attendance = Attendance()

    /// The clients of every channel.
    var audiences = AudienceTable()

    /// What time does to clients.
    var timing: Timing

    /// What the live clients of channels are still to be given, and who is to go on.
    var fanOut = FanOutQueue()

    /// How many messages were sent to clients.
    var deliveredCount = 0

    /// What those are told who are here while the node stops.
    var farewell: Farewell?

    private var directives: [Directive] = []

    /// Begins without anybody; nothing is opened yet.
    init(
        _ settings: ServingSettings,
        on network: any Network,
        sealedBy seal: ClientSeal? = nil,
        log: Log,
        at now: Int64
    ) {
        self.settings = settings
        self.network = seal?.network ?? network
        self.log = log
        doorway = Doorway(on: network, sealedBy: seal, log: log)
        timing = Timing(unfinishedLimit: settings.unfinishedLimit, at: now)
    }

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

    // MARK: The door

    /// Opens the HTTP port.
    ///
    /// - Parameter addresses: Where.
    /// - Returns: The first address, with the port that was found.
    /// - Throws: When a port cannot be opened.
    mutating func open(on addresses: [SocketAddress]) throws(SystemError) -> SocketAddress {
        try doorway.open(on: addresses)
    }

    /// Takes nobody in any more.
    mutating func closeDoor() { doorway.close() }

    /// Says how many there is room for.
    mutating func admit(_ budget: DescriptorBudget) { doorway.admit(budget) }

    /// How the descriptors are shared out.
    var descriptors: DescriptorBudget { doorway.budget }

    /// How many there is room for.
    var room: Int { doorway.room }

    /// Where clients come in.
    var addresses: [SocketAddress] { doorway.addresses }

    /// Goes on taking clients in, if it is time to.
    mutating func resumeAccepting() { doorway.resumeIfDue(at: timing.now) }

    /// Where clients come in, in one line.
    var description: String { doorway.description }

    // MARK: Who is there

    /// How many of the clients are attached WebSockets.
    var attached: Int { attendance.attached }

    /// How many messages were sent to clients.
    var delivered: Int { deliveredCount }

    /// Whether so many more messages of a client are admitted by the rate: all of them, or none.
    func admitsMessages(_ count: Int = 1, of client: Client) -> Bool {
        settings.rate?.admit(&client.intake.usedUntil, count: count, at: timing.now) ?? true
    }

    /// The client that a reference was made for, unless it is gone.
    func client(_ reference: ClientReference) -> Client? {
        guard let client = clients[Int(reference.slot)], client.reference == reference else { return nil }
        return client
    }

    /// The client that an event is about; one of an earlier owner of the slot says nothing about this one.
    func client(_ token: Token) -> Client? {
        guard let client = clients[token.slot], client.token == token else { return nil }
        return client
    }

    /// Everybody, as they are now.
    var everybody: [Client] { (0..<clients.slotCount).compactMap { clients[$0] } }

    /// How many connections there are.
    var connectionCount: Int { clients.count }

    /// Keeps a connection.
    mutating func insert(_ make: (Int) -> Client) -> Client { clients.insert(make) }

    /// Lets go of a connection.
    mutating func remove(_ client: Client) { clients.remove(Int(client.reference.slot)) }

    /// Counts a message that was posted: so much may be gathered before it is given out.
    mutating func notePost(bytes: Int) { fanOut.notePost(bytes: bytes) }

    /// Begins to count anew.
    mutating func forgetPosts() { fanOut.forgetPosts() }

    /// Whether so much was posted that it must be given out before more is taken in.
    var mustGiveOut: Bool { fanOut.mustGiveOut(after: mostBehind) }

    // MARK: Time

    /// Takes out the next client for whom a time has passed.
    mutating func popPassed(_ matter: Deadlines.Matter) -> ClientReference? {
        timing.deadlines.popPassed(matter, at: timing.now)
    }

    /// Begins a turn.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: How long the node was away, in nanoseconds; everybody has got as much more time.
    mutating func beginTurn(at now: Int64) -> Int64 {
        timing.now = now
        let lag = timing.deadlines.beginTurn(at: now)
        if lag > 0 { excuse(lag) }
        return lag
    }

    /// Ends a turn.
    ///
    /// - Parameter deadline: When the next must come at the latest, in monotonic nanoseconds.
    mutating func endTurn(expecting deadline: Int64?) { timing.endTurn(expecting: deadline) }

    /// Goes on at another time: between two turns a node is asked things as well.
    mutating func setTime(to now: Int64) { timing.now = now }

    /// When a turn must come at the latest, in monotonic nanoseconds.
    var deadline: Int64? {
        guard fanOut.isEmpty, fanOut.woken.isEmpty, fanOut.served.isEmpty, !isSendingAway,
            attendance.unsettled.total <= settings.unsettledLimit, !attendance.kept.isAbove(settings.keptLimit)
        else { return timing.now }
        var deadline = min(timing.deadlines.next ?? .max, doorway.deadline ?? .max, attendance.nextCheck ?? .max)
        for room in fanOut.changedRooms { deadline = min(deadline, audiences[room].users.clock.deadline ?? .max) }
        return deadline == .max ? nil : deadline
    }
}
