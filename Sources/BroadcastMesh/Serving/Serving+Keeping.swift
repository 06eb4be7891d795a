import Bytes
import Gossip
import Reactor

/// What is kept for clients that have taken a part of a frame; nothing of it is done for those who take whole ones.
extension Serving {
    /// Keeps the rest of some frames for a client until its socket takes it.
    ///
    /// - Parameters:
    ///   - bytes: Where it lies, counted from the first byte of the frames.
    ///   - frames: Frames of the client's channel.
    ///   - client: The client.
    mutating func keep(_ bytes: Range<Int>, of frames: Passage, for client: Client) {
        let rest = frames.slice(bytes)
        put(for: client) { $0.finish(.frame(rest)) }
        guard let audience = client.seat.map({ Int($0.audience) }) else {
            preconditionFailure("who is in no channel was sent frames of one")
        }
        attendance.kept.keep(rest, behind: bytes.lowerBound, of: frames, audience, for: client.reference.slot)
    }

    /// Sends a client some of what is on its way to it, and takes notice when its frame is whole.
    mutating func sendOutgoing(to client: Client, _ left: inout Int, paidBy budget: inout TurnBudget) -> SendResult {
        let keptFrame = client.outgoing.keepsFrame
        let result = client.sendOutgoing(&left, paidBy: &budget)
        if keptFrame, !client.outgoing.keepsFrame { attendance.kept.forget(client.reference.slot) }
        return result
    }

    /// Takes notice when the log of an audience has let go of the frame that one of its clients is in the middle of.
    mutating func checkFrame(of client: Client, in audience: Int, with gossip: borrowing GossipNode) {
        guard let offset = attendance.kept.offset(of: client.reference.slot) else { return }
        guard !audiences[audience].holds(offset, with: gossip) else { return }
        attendance.kept.letGo(of: client.reference.slot)
    }

    /// Cuts off those for whom the largest chunks are kept that nobody else needs, where that is more than may be: each can come
    /// again, here or elsewhere, and go on where it was.
    mutating func cutOffKeepers(_ budget: inout TurnBudget) {
        let excess = attendance.kept.excess(above: settings.keptLimit)
        guard !excess.isEmpty else { return }
        budget.spend(channelLines: 0, looks: attendance.kept.count)
        for (count, slot) in excess.enumerated() {
            guard count == 0 || budget.isOpen(to: .audiences) else { return }
            guard let client = clients[Int(slot)] else { continue }
            budget.spend(TurnBudget.farewell)
            cutOff(client)
        }
    }
}
