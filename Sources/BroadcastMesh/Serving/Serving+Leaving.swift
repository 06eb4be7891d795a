import Gossip
import Reactor

/// How a node that stops parts with its clients: so many a turn as it has room for, however many there are.
extension Serving {
    /// Takes nobody in any more, and has those sent away that are here, by ``sendAway(with:_:)``.
    mutating func depart(with farewell: Farewell) {
        closeDoor()
        self.farewell = farewell
    }

    /// Sends the next clients away: one at least, so that no flood of links keeps them here.
    mutating func sendAway(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        var departures = 0
        // They pay for leaving their channels when that is told to others.
        while departures == 0 || budget.left > departures * TurnBudget.departure,
            let slot = farewell?.takeSlot(below: clients.slotCount)
        {
            guard let farewell, let client = clients[slot], client.stage == .open else { continue }
            budget.spend(TurnBudget.farewell)
            departures += 1
            close(client, code: farewell.code, reason: farewell.reason, with: &gossip, &budget)
        }
    }

    /// Whether some were not sent away yet.
    var isSendingAway: Bool { farewell.map { $0.nextSlot < clients.slotCount } ?? false }

    /// Whether a WebSocket is left.
    var hasWebSockets: Bool {
        (0..<clients.slotCount).contains { clients[$0].map { $0.exchange == nil } ?? false }
    }

    /// Closes the next connections that are left.
    ///
    /// - Returns: Whether none is left.
    mutating func dropRest(_ budget: inout TurnBudget) -> Bool {
        var departures = 0
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot] else { continue }
            guard budget.left > departures * TurnBudget.departure else { return false }
            if client.seat == nil { budget.spend(TurnBudget.departure) } else { departures += 1 }
            drop(client)
        }
        return true
    }
}
