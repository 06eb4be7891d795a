import Gossip

extension Node {
    /// Looks after the clients whose names went elsewhere, one and as many as the turn has room for: at a heal they may be
    /// thousands.
    ///
    /// - Returns: Whether there was anybody.
    mutating func handleChangedClaims() -> Bool {
        var isAny = false
        while !isAny || turns.isOpen(to: .audiences), let (reference, change) = rooms.popChangedClaim() {
            guard let client = client(reference) else { continue }
            isAny = true
            turns.budget.spend(TurnBudget.farewell)
            handle(change, of: client)
        }
        return isAny
    }

    /// Tells anew by which sessions users hold their names, after the key of the mesh has changed: some, and as many as the
    /// turn has room for.
    mutating func renewSessions() {
        guard rooms.mustRenewSessions else { return }
        repeat {
            let limit = turns.budget.part(ChatRooms.renewedAtOnce)
            let count = rooms.renewSessions(atMost: limit, with: &gossip, at: clock.now)
            turns.budget.spend(count * TurnBudget.session)
        } while rooms.mustRenewSessions && turns.isOpen(to: .audiences)
    }

    private mutating func handle(_ change: ClaimChange, of client: Client) {
        switch change {
        case .lost:
            guard let user = client.seat?.user else { return }
            close(client, code: ChatRefusal.closeCode, reason: ChatRefusal.usernameTaken(user.name).reason)
        case .replaced:
            close(client, code: ChatRefusal.closeCode, reason: ChatRefusal.replaced.reason)
        case .doubted:
            // A network that goes away, or a machine that sleeps, says nothing.
            serving.askForSign(client, with: &gossip, &turns.budget)
            workForServing()
        }
    }
}
