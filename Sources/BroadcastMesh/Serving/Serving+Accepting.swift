import Gossip
import HTTP
import Reactor

extension Serving {
    /// How many connections are accepted before it is asked again who waits longest.
    static let acceptsPerPortion = 64

    /// Takes the connections that wait at the HTTP port, a bounded number a turn.
    ///
    /// - Parameters:
    ///   - slot: Which of its listeners has some.
    ///   - gossip: Knows who holds which name.
    ///   - refusal: What is told to those for whom there is not even room to be refused.
    ///   - budget: Pays.
    /// - Returns: Those that are one too many: they are told at once, without waiting for a request, for no more
    ///   descriptors may be bound by those who wait.
    mutating func acceptClients(
        at slot: Int,
        with gossip: borrowing GossipNode,
        refusingWith refusal: () -> [UInt8] = { [] },
        _ budget: inout TurnBudget
    ) -> [Client] {
        var excess: [Client] = []
        for _ in 0..<Self.acceptsPerPortion where budget.isOpen(to: .links) {
            switch doorway.accept(at: slot, besides: clients.count, at: timing.now, refusingWith: refusal) {
            case .nobody:
                return excess
            case .turnedAway:
                budget.spend(connections: 1)
            case .connection(let accepted, let generation, let isExcess):
                budget.spend(connections: 1)
                let exchange = Exchange(
                    limits: settings.http,
                    peer: accepted.peerAddress,
                    claimCount: gossip.claimCount
                )
                if let client = take(accepted.socket, for: exchange, generation), isExcess { excess.append(client) }
                dropExcessHandshakes()
            }
        }
        return excess
    }

    private mutating func take(_ socket: consuming Socket, for exchange: Exchange, _ generation: UInt32) -> Client? {
        let (now, limit) = (timing.now, settings.messageBytes)
        var box: Socket? = consume socket
        let client = insert { slot in
            guard let socket = box.take() else { preconditionFailure("a slot was filled twice") }
            let reference = ClientReference(slot: Int32(slot), generation: generation)
            return Client(socket, reference, heardAt: now, messageLimit: limit)
        }
        client.begin(exchange)
        expectRequest(of: client)
        timing.deadlines.set(.heartbeat, for: client.reference, at: now)
        do throws(SystemError) {
            try network.watch(client.socket, for: client.interest, token: client.token.rawValue)
        } catch {
            drop(client)
            return nil
        }
        return client
    }
}
