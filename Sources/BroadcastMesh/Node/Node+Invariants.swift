extension Node {
    /// Checks what must hold between two turns, part by part; what does not is a mistake in this code, and traps.
    ///
    /// Whatever a client, a peer or a disk does, this holds. Debug builds check it after every turn, or with many clients after
    /// some, the simulator now and then in every build.
    func checkInvariants() {
        serving.checkInvariants()
        let everybody = serving.everybody
        rooms.checkInvariants(
            everybody.compactMap { client in client.seat?.user.map { (client: client.reference, user: $0) } }
        )
        store.checkInvariants(everybody.filter(\.outgoing.isHeld).map(\.reference))
        peers.checkInvariants(with: gossip)
        if lifecycle.phase == .stopped { precondition(everybody.isEmpty, "somebody is connected to a node that ended") }
    }

    /// Checks that in debug builds, at the end of a turn.
    mutating func checkInDebugBuilds() {
        assert(
            {
                if turns.isCheckDue(among: serving.checkedCount) { checkInvariants() }
                return true
            }()
        )
    }
}
