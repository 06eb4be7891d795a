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
