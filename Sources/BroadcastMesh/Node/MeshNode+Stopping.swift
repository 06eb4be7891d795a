import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Sends the clients away, says goodbye to the peers and closes everything; takes 5 s at the most.
    ///
    /// May be called more than once; each call returns when the node has stopped.
    public func stop() async {
        guard lifecycle.phase != .created else { return end() }
        beginStopping()
        await waitForEnd()
    }

    /// Waits for the node to have stopped.
    ///
    /// - Throws: ``MeshNodeError/storage(_:)`` when it stopped because it could not write its data.
    public func waitUntilStopped() async throws(MeshNodeError) {
        await waitForEnd()
        if let failure = store.failure { throw .storage(failure) }
    }

    private func waitForEnd() async {
        await withCheckedContinuation { waiter in
            if !lifecycle.wait(waiter) { waiter.resume() }
        }
    }

    /// Takes no more clients, and sends those away that are here.
    func beginStopping(_ code: UInt16 = CloseCode.goingAway, reason: String = "The node is stopping") {
        guard lifecycle.phase.isOpen else { return }
        readClocks()
        guard lifecycle.depart(at: now.monotonic) else { return }
        log.info("stopping", ["clients": .integer(serving.attached)])
        serving.closeDoor()
        peers.depart()
        for client in serving.everybody where client.stage == .open {
            close(client, code: code, reason: reason)
        }
    }

    /// Ends the node once its clients are gone, or were waited for long enough.
    func finishStopping() {
        guard lifecycle.phase == .stopping else { return }
        guard lifecycle.mayEnd(with: remains, isDiskBusy: store.isBusy, at: now.monotonic) else { return }
        for client in serving.everybody { drop(client) }
        closePeers()
        closeJournal()
        end()
        log.info("stopped")
    }

    /// Lets the event loop go, and those who wait for the end.
    func end() {
        let waiters = lifecycle.end()
        loop.stop()
        for waiter in waiters { waiter.resume() }
    }

    /// Who is still to leave a stopping node.
    private var remains: Departure.Remains {
        guard serving.connectionCount > 0 else { return .nobody }
        return serving.everybody.contains { $0.exchange == nil } ? .webSockets : .requests
    }
}
