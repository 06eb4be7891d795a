import Gossip

/// The figures that are asked for, as the node that has them gives them out.
extension Routes {
    /// Whether somebody waits for figures, or is to be cut off.
    var hasFiguresWork: Bool { cache.hasWork }

    /// Has a client wait for figures.
    mutating func append(_ asker: StatusCache.Asker) { cache.append(asker) }

    /// Goes on with the answers for those who wait, as far as the turn goes.
    ///
    /// - Parameters:
    ///   - table: The channels.
    ///   - clients: How many clients a channel has on this node.
    ///   - budget: Pays.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: What is to be done before it is called again.
    mutating func nextForAskers(
        _ table: ChannelTable,
        clients: (Int) -> Int,
        paidBy budget: inout TurnBudget,
        at now: Int64
    ) -> StatusCache.NextStep {
        cache.next(table, clients: clients, paidBy: &budget, at: now)
    }

    /// Begins an answer that was asked for.
    mutating func begin(_ kind: StatusCache.Format, _ figures: NodeFigures, at now: Int64) {
        cache.begin(kind, figures, at: now)
    }

    /// Takes notice that a client is given figures, and looks whom newer ones have overtaken, if so much may be held.
    ///
    /// - Parameters:
    ///   - figures: What it is given.
    ///   - client: The client.
    ///   - isReading: Whether a client has not read an answer to its end, by its number.
    mutating func note(
        _ figures: Figures,
        givenTo client: ClientReference,
        where isReading: (ClientReference, UInt32) -> Bool
    ) {
        if cache.note(figures, givenTo: client) { cache.overtake(where: isReading) }
    }

    /// Takes out a client that is to be cut off, if it still has not read the answer of this number.
    mutating func popOvertaken() -> (client: ClientReference, number: UInt32)? { cache.popOvertaken() }
}
