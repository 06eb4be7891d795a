import Gossip
import Reactor

extension Peers {
    /// Goes on with other peers and other keys.
    ///
    /// Links that the gossip gives up, since it was told the same, are closed as it says so. Here those end that have not come
    /// so far: tries to reach who is dialed no more, or elsewhere, and handshakes by keys of before. A link that stands
    /// stays, unless the key that it was sealed by is taken no more: that one is opened again.
    ///
    /// - Parameters:
    ///   - settings: Who the peers are from now on.
    ///   - newSeal: What makes links private from now on; `nil` when the keys are the same.
    ///   - gossip: Was told the same.
    ///   - now: Monotonic nanoseconds.
    mutating func reconfigure(
        _ settings: PeersSettings,
        sealedBy newSeal: LinkSeal?,
        with gossip: inout GossipNode,
        at now: Int64
    ) {
        self.settings = settings
        if let newSeal { seal = newSeal }
        guard isOpen else { return }
        dialer.reconfigure(settings.links, at: now)
        changePaces(with: gossip)
        if newSeal != nil {
            renewSeals(with: &gossip)
            port?.reseal(with: seal.datagrams)
        }
        for line in lines.all {
            guard let number = line.dial, !isLinked(line) else { continue }
            guard let dial = dialer[number] else {
                end(.line(line), because: .removed)
                continue
            }
            if dial.hasMoved { end(.line(line), because: .renewed) }
        }
    }

    private func isLinked(_ line: Line) -> Bool {
        if case .linked = line.stage { true } else { false }
    }

    /// Ends what was sealed, or is about to be, by a key that is taken no more.
    private mutating func renewSeals(with gossip: inout GossipNode) {
        for line in lines.all {
            switch line.stage {
            case .connecting, .accepted: continue
            case .opening: end(.line(line), because: .renewed)
            case .linked(let link):
                guard let key = line.stream.keyName, !seal.takes(keyNamed: key) else { continue }
                gossip.renewLink(link)
            }
        }
        for path in port?.all ?? [] {
            let identity = path.path.identity
            if let key = port?.sealing?.keyName(of: identity) {
                if !seal.takes(keyNamed: key) { gossip.renewLink(path.link) }
            } else if port?.sealing?.isOpen(identity) == false {
                // Its other end has begun a handshake under that number, and would take another one for a failure.
                end(.path(path), because: .renewed)
            }
        }
    }
}
