/// A node that goes on with other settings, as its configuration is read again while it runs.
extension GossipNode {
    /// Goes on with another retention, other neighbours, and another limit of what is taken from clients.
    ///
    /// Links to nodes that are no neighbours any more are closed with a goodbye; what came over them stays until retention
    /// lets it go. Less room than before is made within some turns. The longest frame never gets shorter, for peers were told
    /// it when their links opened; when it gets longer, all links are to be renewed.
    ///
    /// - Parameters:
    ///   - changed: What holds from now on: ``GossipSettings/retention``, ``GossipSettings/neighbours``,
    ///     ``GossipSettings/nodes``, ``GossipSettings/frameBytes`` and ``GossipSettings/agreement``. All else stays as it was
    ///     when the node started.
    ///   - renewed: The neighbours to which links are closed, to be opened again.
    ///   - now: The time.
    public mutating func reconfigure(_ changed: GossipSettings, renewing renewed: [String] = [], at now: Moment) {
        defer { checkInDebugBuilds() }
        settings.retention = changed.retention
        settings.neighbours = changed.neighbours
        settings.nodes = changed.nodes
        let isLonger = settings.frameBytes < changed.frameBytes
        settings.frameBytes = max(settings.frameBytes, changed.frameBytes)
        let isAnotherAgreement = settings.agreement != changed.agreement
        settings.agreement = changed.agreement
        logs.keep(changed.retention)
        nameNodes()
        links.changeNeighbours(to: changed.neighbours)
        let renewed = Set(renewed)
        for number in links.indices {
            guard let name = greeted(number) ?? links[number].expectedPeer else {
                // Whoever it is was told the length of before, and would take what is longer for lost.
                if isLonger { drop(number, reason: .renewed) }
                continue
            }
            if !links.neighbours.contains(name) {
                drop(number, reason: .removed)
            } else if renewed.contains(name) {
                drop(number, reason: .renewed)
            }
        }
        if isAnotherAgreement { spreadAgreement(at: now) }
    }

    /// Closes a link with a goodbye, to be opened again by whoever dialed it.
    public mutating func renewLink(_ number: Int) {
        defer { checkInDebugBuilds(.links) }
        drop(number, reason: .renewed)
    }

    /// Who greeted on a link, be it confirmed or not.
    private func greeted(_ number: Int) -> String? {
        links[number].peer.map { origins[member: $0.member].name }
    }
}
