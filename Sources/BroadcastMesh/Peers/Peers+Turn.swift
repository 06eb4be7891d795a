import Gossip

extension Peers {
    /// What a turn gives it.
    struct Turn {
        /// The time.
        var now: Moment

        /// How much is received from a peer at once, in bytes; ``Peers/portion`` at most.
        var portion: Int

        /// What the turn may still do.
        var budget: TurnBudget

        /// What must be left of the budget for one more portion of a peer, in nanoseconds.
        private(set) var reserve: Int

        /// Starts with all that links may spend.
        init(now: Moment, portion: Int, budget: TurnBudget) {
            (self.now, self.portion, self.budget) = (now, portion, budget)
            reserve = budget.reserve(for: .links)
        }

        /// Whether there is room for one more portion of a peer.
        var isOpen: Bool { budget.left > reserve }

        /// Leaves as much to each of the others who wait: where links are read seldom, all of them are heard then.
        mutating func share(with others: Int) {
            let left = budget.left - budget.reserve(for: .links)
            reserve = budget.left - left / (1 + others)
        }
    }
}
