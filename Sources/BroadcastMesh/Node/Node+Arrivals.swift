import ChannelProtocol
import Gossip
import HTTP
import Reactor

extension Node {
    /// Whether a client has given up the connection that it wants to take part in a chat with.
    ///
    /// It is asked before a name is claimed: a client that was not answered has gone to another node, and would lose
    /// its name to what it left behind here.
    func isAbandoned(_ client: Client) -> Bool { client.socket.hasPeerEnded }

    /// What it costs to read an entry of a position, to see that its run is named once, and to look whether it is on its way
    /// here, in records of messages: 1,150 took 0.6 ms.
    static let recordsPerEntry = 9

    /// Pays for the position that a request names, whether it is one or not, and whatever comes of the request.
    mutating func payForPosition(in head: RequestHead) {
        guard let text = head.target.query[ClientQuery.after] else { return }
        let entries = text.utf8.count { $0 == UInt8(ascii: ",") } + 1
        turns.budget.spend(records: entries * Self.recordsPerEntry)
    }

    /// Lets a client wait for its upgrade, if something that it has seen is on its way here.
    ///
    /// - Returns: Whether it waits.
    mutating func awaitPosition(
        of client: Client,
        _ request: Request,
        _ entry: Result<Arrival.Entry, ChatRefusal>
    ) -> Bool {
        guard lifecycle.phase.serves, case .success(let entry) = entry else { return false }
        let now = clock.now.monotonic
        guard let bytes = rooms.awaitPosition(in: request, entry, of: client.reference, with: gossip, at: now) else {
            return false
        }
        serving.noteWaiting(client, bytes: bytes)
        return true
    }

    /// Takes in the clients that this node has caught up with, and those that have waited long enough, one and as many as the
    /// turn has room for: those of another node that ended come all at once.
    mutating func admitArrivals() {
        guard rooms.deadline != nil || rooms.hasDueArrivals else { return }
        let (isServing, now) = (lifecycle.phase.serves, clock.now.monotonic)
        var isFirst = true
        while isFirst || turns.isOpen(to: .audiences),
            let arrival = rooms.popArrival(with: gossip, isServing: isServing, at: now, &turns.budget)
        {
            isFirst = false
            guard let client = client(arrival.client), client.exchange != nil else { continue }
            turns.budget.spend(requests: 1)
            serving.noteWaiting(client, bytes: 0)
            guard !isAbandoned(client), !arrival.isAbandoned(at: now) else {
                drop(client)
                continue
            }
            switch arrival.entry {
            case .chat(let entry): upgrade(client, arrival.request, to: .chat(.success(entry)))
            case .relay(let entry): upgrade(client, arrival.request, to: .relay(.success(entry)))
            }
            if client.stage != .gone { advance(client) }
            answerRequests(of: client)
        }
    }
}
