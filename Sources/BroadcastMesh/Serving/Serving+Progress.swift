import Gossip
import HTTP
import WebSocket

extension Serving {
    /// Takes in how far what a client sends is, after something of it has arrived.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - isAnother: Whether a request or a message was completed on the way.
    ///   - budget: Pays for looking who that is.
    /// - Returns: The clients that are to be sent away, for there is no room for what they have begun.
    mutating func noteProgress(of client: Client, isAnother: Bool, _ budget: inout TurnBudget) -> [Client] {
        let slot = client.reference.slot
        guard client.stage != .gone else { return [] }
        let (kind, count) = unfinished(of: client)
        guard kind != nil || client.intake.isUnfinished else { return [] }
        client.intake.isUnfinished = kind != nil
        timing.unfinished.note(slot, kind, count: count, isAnother: isAnother, at: timing.now)
        if kind != nil { watch(client) }
        var excess: [Client] = []
        while let largest = timing.unfinished.excess {
            budget.spend(channelLines: 0, looks: timing.unfinished.count)
            timing.unfinished.forget(largest)
            guard let client = clients[Int(largest)] else { continue }
            client.intake.isUnfinished = false
            excess.append(client)
        }
        return excess
    }

    /// Takes in what it takes to keep what a client's request says while that waits, in bytes; nothing once it waits no more.
    func noteWaiting(_ client: Client, bytes: Int) { client.exchange?.waitingBytes = bytes }

    /// Starts the clock for the first request of a connection.
    mutating func expectRequest(of client: Client) {
        client.intake.isUnfinished = true
        timing.unfinished.note(client.reference.slot, .head, count: 0, isAnother: true, at: timing.now)
        watch(client)
    }

    /// Has a client looked at in a moment; however often it begins something, once at a time.
    private mutating func watch(_ client: Client) {
        guard !client.intake.isWatched else { return }
        client.intake.isWatched = true
        lookAgain(at: client.reference)
    }

    /// Has a client that is watched looked at once more.
    mutating func lookAgain(at reference: ClientReference) {
        timing.deadlines.set(.progress, for: reference, at: timing.now)
    }

    /// Who has begun something that is late as far as it was read, and what.
    func late(_ reference: ClientReference) -> (client: Client, kind: Arriving.Part)? {
        guard let client = client(reference), let item = timing.unfinished.item(of: reference.slot),
            item.isLate(at: timing.now)
        else { return nil }
        return (client, item.kind)
    }

    /// Looks whether what a client has begun to send goes on.
    ///
    /// - Returns: The client and what it has begun, when nobody waits for the rest any more.
    mutating func takeLate(_ reference: ClientReference) -> (client: Client, kind: Arriving.Part)? {
        guard let client = client(reference) else { return nil }
        client.intake.isWatched = false
        guard let item = timing.unfinished.item(of: reference.slot) else { return nil }
        guard item.isLate(at: timing.now) else {
            watch(client)
            return nil
        }
        return (client, item.kind)
    }

    /// Gives everybody as much more time as the node was away.
    mutating func excuse(_ lag: Int64) {
        timing.unfinished.postpone(by: lag)
        for slot in 0..<clients.slotCount {
            clients[slot]?.intake.excuse(lag)
        }
    }

    private func unfinished(of client: Client) -> (Arriving.Part?, count: Int) {
        if let exchange = client.exchange {
            let count = exchange.connection.heldBytes + exchange.waitingBytes
            switch exchange.connection.unfinished {
            case .body: return (.body, count)
            case .head where client.outgoing.isEmpty: return (.head, count)
            case .head, .nothing: return (count > 0 ? .waiting : nil, count)
            }
        }
        guard client.stage == .open || client.stage == .closing else { return (nil, 0) }
        let count = client.decoder.heldBytes + client.intake.rest.count
        if client.intake.hasRest { return (.waiting, count) }
        return (client.decoder.isWithinMessage ? .message : nil, count)
    }
}
