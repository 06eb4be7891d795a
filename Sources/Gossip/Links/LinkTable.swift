/// The links of a node by their numbers, which are used again, and what is known of the logs at their other ends.
struct LinkTable {
    /// The links; those whose numbers are free are none.
    private(set) var all: [Link] = []

    /// What is known of the origins' logs at the other ends.
    private(set) var peerLogs = PeerLogs(empty: PeerLog())

    /// The nodes that links may lead to, and what is remembered of them.
    private(set) var neighbours: Neighbours

    private var nextSerial = 1

    /// Starts without links; they may lead to nodes of these names.
    init(neighbours: [String]) {
        self.neighbours = Neighbours(neighbours)
    }

    /// Every number that a link has or had.
    var indices: Range<Int> { all.indices }

    /// A link, to be read or changed in place.
    subscript(number: Int) -> Link {
        _read { yield all[number] }
        _modify { yield &all[number] }
    }

    /// Links may lead to nodes of these names from now on; those that are open are left to their owner.
    mutating func changeNeighbours(to names: [String]) { neighbours.replace(with: names) }

    /// What is known of an origin's log at the other end of a link, to be read or changed in place.
    subscript(number: Int, origin origin: Int) -> PeerLog {
        _read { yield peerLogs[origin, number] }
        _modify { yield &peerLogs[origin, number] }
    }

    /// Takes up a connection that stands.
    ///
    /// - Parameters:
    ///   - transport: What carries it.
    ///   - expected: Whom this side dialed; `nil` when the other side did.
    ///   - probing: How it is probed.
    /// - Returns: The link's number.
    mutating func open(over transport: LinkTransport, expecting expected: String?, probing: Probing) -> Int {
        let link = Link(serial: nextSerial, over: transport, as: .opening(expecting: expected), probing: probing)
        nextSerial += 1
        if let free = all.firstIndex(where: \.isFree) {
            all[free] = link
            return free
        }
        all.append(link)
        return all.count - 1
    }

    /// The peer of a link has greeted and is welcome: from here on it is known what it holds.
    mutating func greet(_ number: Int, _ peer: LinkPeer, newestArrival end: Int, at now: Moment) {
        all[number].greet(peer, newestArrival: end, at: now)
        peerLogs.add(link: number)
    }

    /// Frees a link's number, and forgets what is known through it.
    ///
    /// - Returns: What the link was.
    mutating func close(_ number: Int) -> Link {
        let link = all[number]
        if let peer = link.peer, peer.isConfirmed { neighbours.noteClosed(link.statistics, to: peer.member) }
        all[number] = .free
        peerLogs.forget(link: number)
        return link
    }

    /// Takes notice of what a peer's wall clock showed; see ``ClockSkew/note(wall:roundTrip:at:)``.
    ///
    /// - Returns: What is to be told, if anything.
    mutating func noteClock(of member: Int, wall: Int64, roundTrip: Int64, at now: Moment) -> ClockSkew.News? {
        neighbours.noteClock(of: member, wall: wall, roundTrip: roundTrip, at: now)
    }

    /// Takes notice of what a peer was told differently; see ``Neighbours/note(_:to:at:)``.
    mutating func noteDifferences(_ differences: [Agreement.Matter], to member: Int, at now: Int64) -> Bool {
        neighbours.note(differences, to: member, at: now)
    }

    /// What has passed between this node and a peer, over all links that there were.
    func statistics(of member: Int) -> LinkStatistics {
        all.reduce(into: neighbours.pastLinks(to: member)) { total, link in
            if link.isConfirmed, link.peer?.member == member { total += link.statistics }
        }
    }

    /// Adds an origin that has just been given its number.
    mutating func add(_ origin: Int) {
        peerLogs.add(origin)
    }

    /// Forgets an origin, for ever.
    mutating func close(origin: Int) {
        peerLogs.close(origin)
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        for (number, link) in all.enumerated() {
            link.checkInvariants()
            precondition(link.serial < nextSerial, "a link has a number that another one will get")
            precondition(peerLogs.contains(link: number) == (link.peer != nil), "logs are known of who did not greet")
        }
    }
}
