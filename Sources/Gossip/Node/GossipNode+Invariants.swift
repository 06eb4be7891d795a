extension GossipNode {
    /// What an event may have changed of that which is checked.
    package enum Changed {
        /// Any part.
        case parts

        /// The logs: a reader looked at a channel, or came and went.
        case logs

        /// The links: bytes were taken from one or for one, and nothing was made of them.
        case links
    }

    /// Checks what must hold between two events, part by part; what does not is a mistake in this code, and traps.
    ///
    /// Whatever a peer or a client does, this holds. Debug builds check after every event what that may have changed; in a node
    /// of many runs or channels the sums of what logs hold are added up less often, see ``LogStore/checkAfterEvent()``.
    public func checkInvariants() {
        logs.checkInvariants()
        checkParts()
    }

    /// Checks that in debug builds, at the end of each call that may have changed something.
    mutating func checkInDebugBuilds(_ changed: Changed = .parts) {
        assert({ check(after: changed) }())
    }

    /// Checks what an event may have changed.
    ///
    /// - Returns: Always that it holds.
    @discardableResult
    package mutating func check(after changed: Changed) -> Bool {
        switch changed {
        case .parts:
            logs.checkAfterEvent()
            checkParts()
        case .logs:
            // Nobody who reads changes what is held: for that, many are not added up.
            if channels.count <= CheckRound.share { logs.checkAfterEvent() }
        case .links: links.checkInvariants()
        }
        return true
    }

    /// Checks all parts but the logs, and what they have to agree about.
    private func checkParts() {
        incarnation.checkInvariants()
        precondition(origins[ownRun].epoch == incarnation.epoch, "the own run has another epoch than its incarnation")
        precondition(presence.ownRun == incarnation.run, "two parts differ about which run is the own one")
        presence.checkInvariants()
        links.checkInvariants()
        trees.checkInvariants()
        repair.checkInvariants()
    }
}
