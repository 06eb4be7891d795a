import Gossip
import HTTP
import WebSocket

extension MeshNode {
    /// Takes in how far what a client sends is, after something of it has arrived.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - isAnother: Whether a request or a message was completed on the way.
    func noteProgress(of client: Client, isAnother: Bool) {
        let slot = client.reference.slot
        guard client.stage != .gone else { return }
        let (kind, count) = unfinished(of: client)
        guard kind != nil || client.isUnfinished else { return }
        client.isUnfinished = kind != nil
        unfinished.note(slot, kind, count: count, isAnother: isAnother, at: now.monotonic)
        if kind != nil { watch(client) }
        while let largest = unfinished.excess {
            unfinished.forget(largest)
            if let client = clients[Int(largest)] { sendAwayForRoom(client) }
        }
    }

    /// Starts the clock for the first request of a connection.
    func expectRequest(of client: Client) {
        client.isUnfinished = true
        unfinished.note(client.reference.slot, .head, count: 0, isAnother: true, at: now.monotonic)
        watch(client)
    }

    /// Has a client looked at in a moment; however often it begins something, once at a time.
    private func watch(_ client: Client) {
        guard !client.isWatched else { return }
        client.isWatched = true
        deadlines.set(.progress, for: client.reference, at: now.monotonic)
    }

    /// Looks whether what a client has begun to send goes on.
    func handleProgress(_ reference: ClientReference) {
        guard let client = client(reference) else { return }
        client.isWatched = false
        guard let item = unfinished.item(of: reference.slot) else { return }
        guard item.isLate(at: now.monotonic) else { return watch(client) }
        switch client.stage {
        case .requesting:
            let part = item.kind == .body ? "body" : "head"
            answer(
                client,
                with: Response(.requestTimeout, text: "The \(part) of the request took too long."),
                closing: true
            )
            if client.stage == .requesting { end(client) }
        case .open, .closing:
            close(client, code: CloseCode.policyViolation, reason: "The message took too long")
            if client.stage != .gone { end(client) }
        case .ending, .gone:
            break
        }
    }

    /// Gives everybody as much more time as the node was away.
    func excuse(_ lag: Int64) {
        log.info("was away", ["seconds": .string("\(lag / 1_000_000_000)")])
        unfinished.postpone(by: lag)
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot] else { continue }
            client.lastHeard += Int32(truncatingIfNeeded: lag / 1_000_000_000)
        }
    }

    private func unfinished(of client: Client) -> (Arriving.Kind?, count: Int) {
        if let connection = client.exchange?.connection {
            let count = connection.heldBytes
            switch connection.unfinished {
            case .body: return (.body, count)
            case .head where client.outgoing.isEmpty: return (.head, count)
            case .head, .nothing: return (count > 0 ? .waiting : nil, count)
            }
        }
        guard client.stage == .open || client.stage == .closing, client.decoder.isWithinMessage else { return (nil, 0) }
        return (.message, client.decoder.heldBytes)
    }

    /// Ends the connection that holds most of what is unfinished.
    private func sendAwayForRoom(_ client: Client) {
        client.isUnfinished = false
        switch client.stage {
        case .requesting:
            answer(client, with: Refusal.noRoom.response, closing: true)
            if client.stage == .requesting { end(client) }
        case .open, .closing:
            close(client, code: CloseCode.tryAgainLater, reason: "No room for what all clients have begun to send")
            if client.stage != .gone { end(client) }
        case .ending, .gone:
            break
        }
    }
}
