import Gossip
import Reactor

/// How a node that stops parts with its clients: so many a turn as it has room for, however many there are.
extension Serving {
    /// Takes nobody in any more, and has those sent away that are here, by ``sendAway(with:_:)``.
    mutating func depart(with farewell: Farewell) {
        closeDoor()
        self.farewell = farewell
    }

    /// Sends the next clients away.
    mutating func sendAway(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        while budget.isOpen, let slot = farewell?.takeSlot(below: clients.slotCount) {
            guard let farewell, let client = clients[slot], client.stage == .open else { continue }
            budget.spend(messages: Self.messagesPerLeaving)
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
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot] else { continue }
            guard budget.isOpen else { return false }
            budget.spend(connections: 1)
            drop(client)
        }
        return true
    }
}
