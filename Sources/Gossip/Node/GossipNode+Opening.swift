import Bytes

extension GossipNode {
    /// Takes up a connection that stands; the greeting is the first thing it will ``produce(for:into:limit:at:)``.
    ///
    /// - Parameters:
    ///   - expectedPeer: Whom this side dialed; `nil` when the other side did.
    ///   - transport: What carries it.
    ///   - now: The time.
    /// - Returns: The link's number, which is used again once it was closed.
    public mutating func openLink(expecting expectedPeer: String?, over transport: LinkTransport, at now: Moment) -> Int
    {
        defer { checkInDebugBuilds() }
        let probing = Probing(at: now.monotonic, interval: settings.probeInterval)
        let number = links.open(over: transport, expecting: expectedPeer, probing: probing)
        var greeting: [UInt8] = []
        var hello = Hello(
            versions: settings.versions,
            name: name,
            epoch: epoch,
            bootNonce: incarnation.bootNonce,
            linkNonce: nonce(of: number),
            frameLimit: UInt64(settings.frameBytes),
            wall: min(max(0, now.wall), Moment.wallLimit),
            capabilities: .known,
            agreement: settings.agreement
        )
        settings.dialect.shape(&hello)
        hello.append(to: &greeting)
        links[number].outbox.append(greeting)
        return number
    }

    /// What the greeting of a link says, and no other greeting.
    private func nonce(of number: Int) -> UInt64 { mixed(incarnation.bootNonce &+ UInt64(links[number].serial)) }

    /// Says goodbye on every link; the shell sends what there is, and closes.
    public mutating func stop() {
        defer { checkInDebugBuilds(.links) }
        for number in links.indices where links[number].isAlive {
            sayGoodbye(.stopping, on: number)
        }
    }

    /// Gives up on a link: its last words are the reason.
    mutating func sayGoodbye(_ reason: LinkError, on number: Int) {
        var lastWords: [UInt8] = []
        Framing.append(.goodbye, to: &lastWords) { body in
            body.append(counted: reason.description.utf8.prefix(Hello.goodbyeLimit))
        }
        links[number].close(saying: lastWords)
    }

    /// Gives up on a link, and has the shell close it.
    mutating func drop(_ number: Int, reason: LinkError) {
        guard links[number].isAlive else { return }
        sayGoodbye(reason, on: number)
        news.add(.dropLink(link: number, reason))
    }

    /// Takes the peer's greeting: from here on both know who the other is.
    mutating func handleHello(_ hello: Hello, on number: Int, at now: Moment) throws(LinkError) {
        try checkPeer(hello, on: number, at: now)
        let peer = logs.member(namedOrNew: hello.name)
        try settleRivals(of: number, to: peer, hello, at: now)
        links.greet(
            number,
            LinkPeer(hello, member: peer, isDialed: links[number].expectedPeer != nil, at: now),
            newestArrival: arrivals.end,
            at: now
        )
        trees.add(link: number)
        var welcome: [UInt8] = []
        Framing.append(.welcome, to: &welcome) { $0.append(bigEndian: hello.linkNonce) }
        links[number].outbox.append(welcome)
        if links[number].outbox.owesAgreement { tellAgreement(on: number) }
        // An answer to a probe says it better, and may have said it on an earlier link.
        if links.neighbours.clockSkew(of: peer) == nil { noteClock(of: peer, wall: hello.wall, roundTrip: 0, at: now) }
    }

    /// Checks that a peer is one with whom this node speaks, and whom the link was to lead to.
    private func checkPeer(_ hello: Hello, on number: Int, at now: Moment) throws(LinkError) {
        guard hello.name != name else { throw .ownName(name) }
        if case .opening(let expected?) = links[number].state, expected != hello.name {
            throw .wrongPeer(expected: expected, found: hello.name)
        }
        guard links.neighbours.contains(hello.name) else { throw .notANeighbour(hello.name) }
        guard Epoch.isPlausible(hello.epoch, at: now) else { throw .impossibleEpoch(hello.name, hello.epoch) }
    }

    /// Sees to it that one link leads to a node, and to its newest process: drops the others, or refuses this one.
    private mutating func settleRivals(
        of number: Int,
        to peer: Int,
        _ hello: Hello,
        at now: Moment
    ) throws(LinkError) {
        for other in links.indices where links[other].isUp && links[other].peer?.member == peer {
            // The same process again: its older connection is dead, or about to be.
            guard links[other].peer?.bootNonce == hello.bootNonce else {
                mark(.twinRefused)
                throw .alreadyRunning(hello.name)
            }
            guard !staysLinked(over: other, rather: number, to: hello.name, at: now) else { throw .alreadyLinked }
            mark(.linkSuperseded)
            drop(other, reason: .superseded)
        }
        if presence.isReachable(peer), let run = presence.currentRun(of: peer),
            origins[run].epoch > hello.epoch
        {
            mark(.twinSeenElsewhere)
            // Somebody else sees a newer process of this name alive; it comes back once that one is gone.
            throw .alreadyRunning(hello.name)
        }
    }

    /// Whether a link stays that is up, and a newer one to the same process is refused.
    ///
    /// Where each of two nodes dials the other, as while their files differ, both know two links, and must choose the
    /// same one, or each takes the other's down for ever: the one that the first by name dialed. Of two that one side
    /// dialed the newer stays, and so it does where the older is silent: that one is dead, or about to be.
    private func staysLinked(over older: Int, rather newer: Int, to peer: String, at now: Moment) -> Bool {
        guard links[older].isEstablished, let wasDialed = links[older].peer?.isDialed,
            wasDialed != (links[newer].expectedPeer != nil)
        else { return false }
        return wasDialed == (name < peer) && links[older].probing.silence(at: now) < 2 * settings.probeInterval
    }

    /// Whether there is a link to a node that works both ways.
    public func isLinked(to peer: String) -> Bool {
        links.all.contains { link in
            link.isEstablished && link.peer.map { origins[member: $0.member].name == peer } == true
        }
    }

    /// Takes the peer's answer to our greeting.
    mutating func handleWelcome(_ body: Span<UInt8>, on number: Int) throws(LinkError) {
        guard body.count == 8 else { throw .malformedFrame(.welcome) }
        guard body.bigEndian(at: 0, as: UInt64.self) == nonce(of: number) else { throw .replayedGreeting }
    }

    /// Takes the first frame after the peer's greeting: it has ours, so the link works both ways.
    mutating func confirm(_ number: Int, at now: Moment) {
        links[number].confirm()
        guard let peer = links[number].peer else { return }
        news.add(.linkUp(link: number, peer: origins[member: peer.member].name))
        tellDifferences(on: number, at: now)
        announceLinks(at: now)
    }

    /// The number of the run that a frame is about, if it is known.
    func knownOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        origins.number(of: body.extracting(run.name), epoch: run.epoch)
    }

    /// The number of the run that a frame is about, known or new.
    ///
    /// - Returns: `nil` when nothing is kept of it: no clock can have its epoch by now, or there are too many runs of such
    ///   nodes. That is no mistake of the link's: what this node passes over, another one may rightly have taken.
    mutating func origin(_ run: RunName, in body: Span<UInt8>, at now: Moment) -> Int? {
        if let number = knownOrigin(run, in: body) { return number }
        guard Epoch.isPlausible(run.epoch, at: now) else { return nil }
        return addOrigin(run, in: body)
    }

    /// Gives a run a number, if there is one left.
    mutating func addOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        guard let name = try? body.string(in: run.name) else { return nil }
        guard origins.hasRoom(forRunOf: name) else {
            logs.count { $0.refusedRuns += 1 }
            return nil
        }
        return addRun(run.epoch, of: logs.member(namedOrNew: name))
    }
}
