import Gossip
import Reactor

extension Peers {
    /// Takes in what the gossip has to say about links and nodes.
    mutating func handle(_ event: GossipEvent, with gossip: borrowing GossipNode, at now: Int64) {
        switch event {
        case .linkUp(let link, let peer):
            handleUp(link, peer: peer, at: now)
        case .linkDown(let peer, let reason):
            log.tellDown(peer, because: reason, at: now)
        case .dropLink(let link, let reason):
            if let line = lines[link: link] { end(.line(line), because: reason) }
            if let path = port?[link: link] { end(.path(path), because: self.reason(for: path, reason)) }
        case .clocksApart(let peer, let microseconds):
            log.tellClocksApart(peer, by: microseconds, at: now)
        case .clocksTogether(let peer):
            log.tellClocksTogether(peer, at: now)
        case .settingsDiffer(let peer, let matters):
            log.tellSettings(of: peer, differingIn: matters.map(\.rawValue), at: now)
        case .nodesChanged:
            log.tellReachable(gossip.nodeReports.map(\.name))
        case .runRenewed(let epoch):
            log.tellRenewed(epoch)
        case .forked(let id, let peer):
            log.tellForked(id, at: settings.name, and: peer)
        case .anotherProcess:
            log.tellAnotherProcess(named: settings.name)
        case .usersChanged, .claimLost, .claimReplaced, .claimDoubted:
            break
        }
    }

    private mutating func handleUp(_ link: Int, peer: String, at now: Int64) {
        let line = lines[link: link]
        let path = port?[link: link]
        if let dial = line?.dial ?? path?.dial { dialer.succeed(dial, at: now) }
        line?.pace.isSlow = settings.slowPeers.contains(peer)
        path?.pace.isSlow = settings.slowPeers.contains(peer)
        guard let address = line?.address ?? path?.address else {
            preconditionFailure("a link is up that nothing carries")
        }
        let key = line?.stream.keyName ?? path.flatMap { port?.sealing?.keyName(of: $0.path.identity) }
        log.tellUp(peer, over: line == nil ? .udp : .tcp, to: address, sealedBy: key, at: now)
    }

    /// How many packets were sent again to every peer over UDP, on all links that there were.
    func retransmissions(with gossip: borrowing GossipNode) -> [(peer: String, count: Int)] {
        guard let port else { return [] }
        let reports = gossip.linkReports
        return settings.links.filter { $0.transport == .udp }.map { link in
            let path = reports.first { $0.peer == link.peer }.flatMap { port[link: $0.link] }
            return (link.peer, port.pastRetransmissions[link.peer, default: 0] + (path?.path.retransmissions ?? 0))
        }
    }
}
