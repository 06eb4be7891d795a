extension GossipNode {
    /// Checks what must hold between two events, part by part; what does not is a mistake in this code, and traps.
    ///
    /// Whatever a peer or a client does, this holds. Debug builds check it after every event.
    public func checkInvariants() {
        logs.checkInvariants()
        incarnation.checkInvariants()
        precondition(origins[ownRun].epoch == incarnation.epoch, "the own run has another epoch than its incarnation")
        precondition(presence.ownRun == incarnation.run, "two parts differ about which run is the own one")
        presence.checkInvariants()
        links.checkInvariants()
        trees.checkInvariants()
        repair.checkInvariants()
    }

    /// Checks that in debug builds, at the end of an event.
    func checkInDebugBuilds() {
        assert(
            {
                checkInvariants()
                return true
            }()
        )
    }
}
