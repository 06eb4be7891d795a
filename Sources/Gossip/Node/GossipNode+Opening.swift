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
        var link = Link()
        link.serial = nextLinkSerial
        nextLinkSerial += 1
        link.phase = .greeting
        link.transport = transport
        link.expectedPeer = expectedPeer
        link.heardAt = now.monotonic
        link.probeAt = now.monotonic + settings.probeInterval
        Hello(name: name, epoch: epoch, bootNonce: incarnation.bootNonce, frameLimit: settings.frameBytes)
            .append(to: &link.control)
        if let free = links.firstIndex(where: { $0.phase == .free }) {
            links[free] = link
            return free
        }
        links.append(link)
        peerLogs.makeRoom(forLinks: links.count)
        trees.makeRoom(forLinks: links.count)
        return links.count - 1
    }

    /// Lets go of a connection, whoever ended it.
    public mutating func closeLink(_ number: Int, reason: LinkError, at now: Moment) {
        let link = links[number]
        guard link.phase != .free else { return }
        links[number] = Link()
        peerLogs.forget(link: number)
        trees.forget(link: number)
        repair.forget(link: number, at: now)
        if link.isConfirmed {
            neighbours.noteClosed(link.statistics, to: link.peer)
            events.append(.linkDown(peer: origins[member: link.peer].name, reason))
            announceLinks(at: now)
        }
        if link.hasGreeted { replaceParent(number, at: now) }
        settleReachability()
        checkInDebugBuilds()
    }

    /// Says goodbye on every link; the shell sends what there is, and closes.
    public mutating func stop() {
        for number in links.indices where links[number].phase == .open || links[number].phase == .greeting {
            sayGoodbye(.stopping, on: number)
        }
    }

    /// Gives up on a link: its last words are the reason.
    mutating func sayGoodbye(_ reason: LinkError, on number: Int) {
        links[number].phase = .closing
        Framing.append(.goodbye, to: &links[number].control) { body in
            body.append(counted: reason.description.utf8.prefix(Hello.goodbyeLimit))
        }
    }

    /// Gives up on a link, and has the shell close it.
    mutating func drop(_ number: Int, reason: LinkError) {
        guard links[number].phase == .greeting || links[number].phase == .open else { return }
        sayGoodbye(reason, on: number)
        events.append(.dropLink(link: number, reason))
    }

    /// Takes the peer's greeting: from here on both know who the other is.
    mutating func handleHello(_ hello: Hello, on number: Int, at now: Moment) throws(LinkError) {
        guard hello.name != name else { throw .ownName(name) }
        if let expected = links[number].expectedPeer, expected != hello.name {
            throw .wrongPeer(expected: expected, found: hello.name)
        }
        guard neighbours.contains(hello.name) else { throw .notANeighbour(hello.name) }
        guard Epoch.isPlausible(hello.epoch, at: now) else { throw .impossibleEpoch(hello.name, hello.epoch) }
        let peer = logs.member(namedOrNew: hello.name)
        for other in links.indices where links[other].phase == .open && links[other].peer == peer {
            // The same process again: its older connection is dead, or about to be.
            guard links[other].peerNonce == hello.bootNonce else {
                mark(.twinRefused)
                throw .alreadyRunning(hello.name)
            }
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
        links[number].phase = .open
        links[number].hasGreeted = true
        links[number].peer = peer
        links[number].peerNonce = hello.bootNonce
        links[number].peerFrameLimit = Int(clamping: hello.frameLimit)
        links[number].agreedAt = now.monotonic
        links[number].cursor = arrivals.end
        links[number].clockCursor = 0
    }

    /// Takes the first frame after the peer's greeting: it has ours, so the link works both ways.
    mutating func confirm(_ number: Int, at now: Moment) {
        links[number].isConfirmed = true
        events.append(.linkUp(link: number, peer: origins[member: links[number].peer].name))
        announceLinks(at: now)
    }

    /// The number of the run that a frame is about, if it is known.
    func knownOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        origins.number(of: body.extracting(run.name), epoch: run.epoch)
    }

    /// The number of the run that a frame is about, known or new.
    ///
    /// - Returns: `nil` when nothing is kept of it: no clock can have its epoch by now, or there are too many runs. That
    ///   is no mistake of the link's: what this node passes over, another one may rightly have taken.
    mutating func origin(_ run: RunName, in body: Span<UInt8>, at now: Moment) -> Int? {
        if let number = knownOrigin(run, in: body) { return number }
        guard Epoch.isPlausible(run.epoch, at: now) else { return nil }
        return addOrigin(run, in: body)
    }

    /// Gives a run a number, if there is one left.
    mutating func addOrigin(_ run: RunName, in body: Span<UInt8>) -> Int? {
        guard origins.hasRoom, let name = try? body.string(in: run.name) else { return nil }
        return addRun(run.epoch, of: logs.member(namedOrNew: name))
    }
}
