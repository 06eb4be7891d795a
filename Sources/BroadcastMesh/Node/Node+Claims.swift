import Gossip

extension Node {
    /// Looks after the clients whose names went elsewhere, as many as the turn has room for: at a heal they may be thousands.
    ///
    /// - Returns: Whether there was anybody.
    mutating func handleChangedClaims() -> Bool {
        var isAny = false
        while turns.isOpen(to: .audiences), let (reference, change) = rooms.popChangedClaim() {
            guard let client = client(reference) else { continue }
            isAny = true
            turns.budget.spend(TurnBudget.farewell)
            handle(change, of: client)
        }
        return isAny
    }

    /// Tells anew by which sessions users hold their names, after the key of the mesh has changed: as many as the turn has
    /// room for.
    mutating func renewSessions() {
        while rooms.mustRenewSessions, turns.isOpen(to: .audiences) {
            let limit = turns.budget.part(ChatRooms.renewedAtOnce)
            let count = rooms.renewSessions(atMost: limit, with: &gossip, at: clock.now)
            turns.budget.spend(count * TurnBudget.session)
        }
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
