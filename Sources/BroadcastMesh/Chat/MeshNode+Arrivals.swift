import Gossip
import HTTP
import Reactor

/// A client that was quicker than what it has seen, and is let wait for that.
struct AwaitedPosition {
    /// What it asked for, and what that says.
    var request: Request
    var entry: ChatEntry

    /// What it has seen, and which place of it is on its way here.
    var position: Position
    var place: Int

    /// When it is taken in whatever is missing, in monotonic nanoseconds.
    var deadline: Int64
}

/// The clients that wait, and when to look whether they may go on, in monotonic nanoseconds.
struct Arrivals {
    var references: [ClientReference] = []
    var nextCheck: Int64 = 0
}

extension MeshNode {
    /// Lets a client wait for its upgrade, if something that it has seen is on its way here.
    ///
    /// Until then nothing that it says is read either: what it says again may have been taken elsewhere.
    ///
    /// - Returns: Whether it waits.
    func awaitPosition(
        of client: Client,
        _ request: Request,
        _ entry: Result<ChatEntry, ChatRefusal>,
        on exchange: Exchange
    ) -> Bool {
        guard lifecycle.phase == .serving, case .success(let entry) = entry, case .after(let position) = entry.request,
            let place = gossip.awaitedEntry(of: position)
        else { return false }
        if arrivals.references.isEmpty { arrivals.nextCheck = now.monotonic + GossipNode.catchUpInterval }
        exchange.awaited = AwaitedPosition(
            request: request,
            entry: entry,
            position: position,
            place: place,
            deadline: now.monotonic + GossipNode.catchUpPatience
        )
        arrivals.references.append(client.reference)
        return true
    }

    /// Whether a client has given up the connection that it wants to take part in a chat with.
    ///
    /// It is asked before a name is claimed: a client that was not answered has gone to another node, and would lose
    /// its name to what it left behind here.
    func isAbandoned(_ client: Client) -> Bool { client.socket.hasPeerEnded }

    /// Takes in the clients that this node has caught up with, and those that have waited long enough.
    func admitArrivals() {
        guard !arrivals.references.isEmpty, arrivals.nextCheck <= now.monotonic || lifecycle.phase != .serving else {
            return
        }
        arrivals.nextCheck = now.monotonic + GossipNode.catchUpInterval
        let references = arrivals.references
        arrivals.references.removeAll(keepingCapacity: true)
        for reference in references {
            guard let client = client(reference), let exchange = client.exchange, let awaited = exchange.awaited
            else { continue }
            if lifecycle.phase == .serving, awaited.deadline > now.monotonic,
                let place = gossip.awaitedEntry(of: awaited.position, from: awaited.place)
            {
                exchange.awaited?.place = place
                arrivals.references.append(reference)
                continue
            }
            exchange.awaited = nil
            // After a pause of this process its client is elsewhere by now, and the upgrade would take its name away.
            guard !isAbandoned(client), now.monotonic - awaited.deadline < GossipNode.catchUpPatience else {
                drop(client)
                continue
            }
            upgrade(client, awaited.request) { enterChat(client, .success(awaited.entry)) }
            if client.stage != .gone { advance(client) }
            answerRequests(of: client)
        }
    }
}
