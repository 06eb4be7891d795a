import Bytes

/// What the nodes at both ends of a link were told differently, though it should be the same.
extension GossipNode {
    /// What a peer was told differently at this moment, as far as it has said; nothing of one that does not say.
    private func differences(to peer: LinkPeer) -> [Agreement.Matter] {
        guard let own = settings.agreement, let other = peer.agreement else { return [] }
        return own.differences(from: other)
    }

    /// Whether a peer has said that it keeps as much as this node, of messages that may be as large.
    func keepsAlike(_ number: Int) -> Bool {
        guard let own = settings.agreement, let other = links[number].peer?.agreement else { return false }
        return own.isShared(.retention, with: other) && own.isShared(.messageBytes, with: other)
    }

    /// How long others have to bring what a peer says is gone that was told to keep other messages than this node, be it that
    /// they are too long for it, in nanoseconds; `nil` where it keeps what this node does.
    ///
    /// What is too long for this node is nowhere else to be had for it either. A message that is too long for the peer alone
    /// may come another way, if there is one: then who is in the middle of a frame has longer.
    mutating func timeForOthers(than number: Int, of origin: Int) -> (time: Int64, isLongerInFrames: Bool)? {
        guard let own = settings.agreement, let peer = links[number].peer, let other = peer.agreement else {
            return nil
        }
        let differences = own.differences(from: other)
        if differences.contains(.messageBytes), peer.frameLimit <= settings.frameBytes {
            let (isReachable, walked) = presence.isReachable(origins[origin].node, withoutPassing: peer.member)
            logs.count { $0.work.notes += walked }
            if isReachable { return (settings.goingAroundTime, true) }
        } else if !differences.contains(.retention) {
            return nil
        }
        return (settings.acquaintanceTime, false)
    }

    /// Tells, once, what a peer was told differently for a while, or that nothing is any more.
    mutating func tellDifferences(on number: Int, at now: Moment) {
        guard let peer = links[number].peer, peer.isConfirmed else { return }
        guard links.noteDifferences(differences(to: peer), to: peer.member, at: now.monotonic) else { return }
        let lasting = links.neighbours.differences(from: peer.member)
        news.add(.settingsDiffer(peer: origins[member: peer.member].name, lasting))
    }

    /// Takes in what a peer was told since it greeted.
    mutating func handleAgreement(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        links[number].note(try Agreement(decoding: body, in: 0..<body.count))
        tellDifferences(on: number, at: now)
    }

    /// Tells those who know what it means that this node was told something else.
    mutating func spreadAgreement(at now: Moment) {
        for number in links.indices {
            if links[number].isOpening { links[number].outbox.owesAgreement = true }
            guard links[number].isUp else { continue }
            tellAgreement(on: number)
            tellDifferences(on: number, at: now)
        }
    }

    /// Tells a peer what this node was told since it greeted the peer, if that knows what it means.
    mutating func tellAgreement(on number: Int) {
        guard settings.dialect.knows(.agreement), let agreement = settings.agreement,
            links[number].peer?.capabilities.contains(.agreement) == true
        else { return }
        var frame: [UInt8] = []
        Framing.append(.agreement, to: &frame) { agreement.append(to: &$0) }
        links[number].outbox.append(frame)
    }
}
