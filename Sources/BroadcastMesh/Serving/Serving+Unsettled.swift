import Gossip
import WebSocket

extension Serving {
    /// Sends those away who keep most of what their positions name and is not here, where all together keep more than they
    /// may: each can come again, here or elsewhere, with the same position.
    mutating func closeUnsettledClients(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        let excess = attendance.unsettled.excess(above: settings.unsettledLimit)
        guard !excess.isEmpty else { return }
        budget.spend(channelLines: 0, looks: attendance.unsettled.count)
        for (count, slot) in excess.enumerated() {
            guard count == 0 || budget.isOpen(to: .audiences) else { return }
            budget.spend(TurnBudget.farewell)
            attendance.unsettled.note(slot, bytes: 0)
            guard let client = clients[Int(slot)] else { continue }
            log.debug("a position named too much that is not here", ["slot": .integer(Int(slot))])
            close(
                client,
                code: CloseCode.tryAgainLater,
                reason: "No room for what all positions name that is not here",
                with: &gossip,
                &budget
            )
        }
    }
}
