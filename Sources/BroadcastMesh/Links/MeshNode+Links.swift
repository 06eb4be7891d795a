import Gossip
import Reactor

extension MeshNode {
    /// Opens the gossip port and starts to dial.
    func openLinks() throws(SystemError) {
        let addresses = try SocketAddress.resolve(host: node.gossip.host, port: node.gossip.port)
        let listeners = try ListenerGroup(on: addresses, as: .gossipListener, watchedBy: loop) { tellUnopened($0) }
        links.listeners = listeners
        try openDatagramPort(on: listeners.addresses[0])
        if addresses.count > 1 {
            log.info("UDP links use one address of the host", ["address": .string("\(listeners.addresses[0])")])
        }
        for link in configuration.links(of: node.name) {
            guard let endpoint = link.dialAddress else { continue }
            links.dials.append(
                Dial(peer: link.peer, transport: link.transport, endpoint: endpoint, nextTry: now.monotonic)
            )
        }
    }

    /// Whether the node has heard all that its peers have to say.
    var hasHeardPeers: Bool {
        gossip.linkReports.count == configuration.links(of: node.name).count && gossip.isCaughtUp
    }

    /// Takes in what happened on a socket of the links.
    func handleLinkEvent(_ token: Token, _ event: ReadyEvent) {
        guard token.kind != .gossipDatagrams else { return handleDatagramEvent(event) }
        guard token.kind == .link else { return acceptPeers(at: token.slot) }
        guard let line = links.lines[token.slot], line.token == token else { return }
        if case .connecting = line.stage {
            if event.isWritable { finishConnecting(line) }
            return
        }
        if event.isWritable { resume(line) }
        if event.isReadable { receive(on: line) }
    }

    /// Does what time asks for: dials, gives up on connections that do not come to stand, lets the gossip ask and probe.
    func runLinkTimers() {
        for index in links.dials.indices {
            if let nextTry = links.dials[index].nextTry, nextTry <= now.monotonic { dial(index) }
        }
        for slot in 0..<links.lines.slotCount {
            guard let line = links.lines[slot], case .connecting(let deadline) = line.stage else { continue }
            if deadline <= now.monotonic { drop(line, reason: .disconnected("connect: no answer")) }
        }
        let deadline = gossip.nextDeadline
        if deadline <= now.monotonic { gossip.handleTimers(at: now, lag: lag(behind: deadline)) }
    }

    /// How late this node comes to run, if that is more than a busy turn: after it was stopped, or starved.
    private func lag(behind deadline: Int64) -> Int64 {
        let lag = now.monotonic - deadline
        return lag > 100_000_000 ? lag : 0
    }

    /// When the links need a turn at the latest.
    var linkDeadline: Int64? {
        // A link that broke while it was flushed is news for the next turn.
        guard !gossip.hasEvents, !links.hasMore else { return now.monotonic }
        var deadline = min(gossip.nextDeadline, datagramDeadline)
        for dial in links.dials { deadline = min(deadline, dial.nextTry ?? .max) }
        for slot in 0..<links.lines.slotCount {
            if case .connecting(let patience)? = links.lines[slot]?.stage { deadline = min(deadline, patience) }
        }
        return deadline == .max ? nil : deadline
    }

    /// Takes in what the gossip has to say about links and nodes.
    func handleLinkReport(_ event: GossipEvent) {
        switch event {
        case .linkUp(let link, let peer):
            handleOpenLink(link, peer: peer)
        case .linkDown(let peer, let reason):
            tellNews(of: peer) {
                log.warning("link down", ["peer": .string(peer), "reason": .string("\(reason)")])
            }
        case .dropLink(let link, let reason):
            if let line = line(of: link) { drop(line, reason: reason) }
            if let line = datagramLine(of: link) { drop(line, reason: reason) }
        case .clocksApart(let peer, let microseconds):
            tellNews(of: peer) {
                log.warning(
                    "clocks are over 60 s apart: messages sort wrongly until the wrong one is set (NTP does)",
                    ["peer": .string(peer), "peer_ahead_seconds": .integer(Int(microseconds / 1_000_000))]
                )
            }
        case .clocksTogether(let peer):
            tellNews(of: peer) { log.info("clocks are together again", ["peer": .string(peer)]) }
        case .nodesChanged:
            let names = gossip.nodeReports.map(\.name)
            log.info(
                "nodes in reach",
                ["count": .integer(names.count), "names": .string(names.joined(separator: " "))]
            )
        case .runRenewed(let epoch):
            log.warning(
                "took a higher epoch: the mesh knew a run of this name that is not older",
                ["epoch": .string("\(epoch)")]
            )
        case .anotherProcess:
            log.error("another process runs under this node's name; stop one of the two", ["name": .string(node.name)])
        case .usersChanged, .claimLost, .claimReplaced:
            break
        }
    }

    private func handleOpenLink(_ link: Int, peer: String) {
        let line = line(of: link)
        let datagramLine = datagramLine(of: link)
        if let dial = line?.dial ?? datagramLine?.dial {
            links.dials[dial].backoff.succeed()
            links.dials[dial].untried = []
            links.dials[dial].lastFailure = nil
        }
        // A link that has closed again in the same turn tells only why.
        guard let address = line?.address ?? datagramLine?.address else { return }
        let transport: LinkTransport = line == nil ? .udp : .tcp
        tellNews(of: peer) {
            log.info(
                "link up",
                ["peer": .string(peer), "transport": .string(transport.rawValue), "address": .string("\(address)")]
            )
        }
    }

    private func tellNews(of peer: String, _ tell: () -> Void) {
        switch links.news.judge(peer, at: now.monotonic) {
        case .tell:
            tell()
        case .tellLast:
            tell()
            log.warning("link comes and goes; more of it is told in a minute", ["peer": .string(peer)])
        case .suppress:
            break
        }
    }

    private func line(of link: Int) -> Line? {
        links.slots[link].flatMap { links.lines[$0] }
    }

    private func datagramLine(of link: Int) -> DatagramLine? {
        links.datagrams?.slotsByLink[link].flatMap { links.datagrams?.lines[$0] }
    }

    /// Says goodbye to all peers and closes the gossip port.
    func closeLinks() {
        links.listeners = nil
        links.dials = []
        gossip.stop()
        flushLinks()
        for slot in 0..<(links.datagrams?.lines.slotCount ?? 0) {
            if let line = links.datagrams?.lines[slot] { drop(line, reason: .stopping) }
        }
        links.datagrams = nil
        for slot in 0..<links.lines.slotCount {
            if let line = links.lines[slot] { drop(line, reason: .stopping) }
        }
    }
}
