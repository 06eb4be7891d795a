import Gossip
import HTTP
import Reactor

extension MeshNode {
    /// Takes the connections that wait at the HTTP port, a bounded number a turn.
    ///
    /// - Parameter slot: Which of its listeners has some.
    func acceptClients(at slot: Int) {
        guard let listener = clientListeners?.sockets[slot] else { return }
        for _ in 0..<Self.acceptsPerPortion where turns.isOpen(to: .links) {
            // Those who are being refused must not use up what is kept for peers.
            guard clients.count < budget.clients + budget.refusals else { return restFromAccepting() }
            do throws(SystemError) {
                guard let accepted = try listener.socket.accept() else { return }
                take(accepted)
            } catch {
                if complaints.admit("accept clients", at: now.monotonic) != nil {
                    log.warning("cannot accept", ["reason": "\(error)"])
                }
                restFromAccepting()
                return
            }
        }
    }

    private func restFromAccepting() {
        clientListeners?.rest(at: now.monotonic, on: loop)
    }

    private func take(_ accepted: consuming Accepted) {
        acceptedCount &+= 1
        turns.budget.spend(connections: 1)
        let generation = acceptedCount & 0xFF_FFFF
        let isFull = clients.count >= budget.clients
        let peer = accepted.peerAddress
        let socket = accepted.socket
        var box: Socket? = socket
        let client = clients.insert { slot in
            guard let socket = box.take() else { preconditionFailure("a slot was filled twice") }
            let reference = ClientReference(slot: Int32(slot), generation: generation)
            return Client(socket, reference, heardAt: now.monotonic, messageLimit: configuration.limits.messageBytes)
        }
        let limits = HTTPLimits(
            headBytes: configuration.limits.requestHeadBytes,
            bodyBytes: configuration.limits.messageBytes
        )
        let exchange = Exchange(limits: limits, peer: peer)
        client.exchange = exchange
        expectRequest(of: client)
        deadlines.set(.heartbeat, for: client.reference, at: now.monotonic)
        do throws(SystemError) {
            try loop.watch(client.socket, for: client.interest, token: client.token.rawValue)
        } catch {
            drop(client)
            return
        }
        // Told at once, without waiting for the request: no more descriptors may be bound by those who wait.
        if isFull { answer(client, with: Refusal.tooManyClients.response, closing: true) }
    }
}
