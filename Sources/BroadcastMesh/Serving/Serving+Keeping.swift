import Bytes
import Gossip
import Reactor

/// What is kept for clients until their sockets have it: the rest of a frame of which they have taken a part, and a list of users
/// for who is not live. Nothing of it is done for those who take whole frames.
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

    /// Keeps the rest of the last list of users for a client until its socket takes it.
    ///
    /// - Parameters:
    ///   - list: The list, in one of its forms.
    ///   - taken: How many bytes the socket has taken.
    ///   - client: The client.
    mutating func keep(_ list: LogSlice, behind taken: Int, for client: Client) {
        var rest = list
        rest.removeFirst(taken)
        let kept = rest
        put(for: client) { $0.finish(.frame(kept)) }
        guard let audience = client.seat.map({ Int($0.audience) }) else {
            preconditionFailure("who is in no channel was told of its users")
        }
        attendance.kept.keep(kept, ofUsers: audiences[audience].users.version, for: client.reference.slot)
    }

    /// Sends a client some of what is on its way to it, and takes notice when its frame is whole.
    mutating func sendOutgoing(to client: Client, _ left: inout Int, paidBy budget: inout TurnBudget) -> SendResult {
        let keptFrame = client.outgoing.keepsFrame
        let result = client.sendOutgoing(&left, paidBy: &budget)
        if keptFrame, !client.outgoing.keepsFrame { attendance.kept.forget(client.reference.slot) }
        return result
    }

    /// Takes notice when an audience has let go of the frame, or the list, that one of its clients is in the middle of.
    mutating func checkFrame(of client: Client, in audience: Int, with gossip: borrowing GossipNode) {
        guard let place = attendance.kept.place(of: client.reference.slot) else { return }
        guard !audiences[audience].holds(place, with: gossip) else { return }
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
