import Gossip
import Reactor
import WebSocket

extension MeshNode {
    /// Sends the clients away, says goodbye to the peers and closes everything; takes 5 s at the most.
    ///
    /// May be called more than once; each call returns when the node has stopped.
    public func stop() async {
        switch phase {
        case .created:
            phase = .stopped
            loop.stop()
            for waiter in stopWaiters { waiter.resume() }
            stopWaiters = []
        case .starting, .serving:
            beginStopping()
            await withCheckedContinuation { stopWaiters.append($0) }
        case .stopping:
            await withCheckedContinuation { stopWaiters.append($0) }
        case .stopped:
            break
        }
    }

    /// Waits for the node to have stopped.
    ///
    /// - Throws: ``MeshNodeError/storage(_:)`` when it stopped because it could not write its data.
    public func waitUntilStopped() async throws(MeshNodeError) {
        if phase != .stopped { await withCheckedContinuation { stopWaiters.append($0) } }
        if let storageFailure { throw .storage(storageFailure) }
    }

    /// Takes no more clients, and sends those away that are here.
    func beginStopping(_ code: UInt16 = CloseCode.goingAway, reason: String = "The node is stopping") {
        guard phase == .starting || phase == .serving else { return }
        readClocks()
        phase = .stopping
        log.info("stopping", ["clients": .integer(attachedCount)])
        let isWaitedFor = clients.count > 0 || journal?.isInUse == true
        stopDeadline = now.monotonic + (isWaitedFor ? Self.stopPatience : 0)
        clientListeners = nil
        for slot in 0..<clients.slotCount {
            guard let client = clients[slot], client.stage == .open else { continue }
            close(client, code: code, reason: reason)
        }
    }

    /// Ends the node once its clients are gone, or were waited for long enough.
    func finishStopping() {
        guard phase == .stopping, let stopDeadline else { return }
        let areWebSocketsGone = !(0..<clients.slotCount).contains { clients[$0].map { $0.exchange == nil } ?? false }
        if areWebSocketsGone, clients.count > 0 {
            // Only HTTP is left: it is told once that the node is going.
            let farewell = stopDeadline - Self.stopPatience + Self.farewell
            if now.monotonic < farewell {
                self.stopDeadline = min(stopDeadline, farewell)
                return
            }
        }
        guard clients.count == 0 || now.monotonic >= stopDeadline else { return }
        // A thread that rewrites segments, or waits for the disk, has the directory; it is done in a moment.
        guard journal?.isInUse != true || now.monotonic >= stopDeadline + Self.farewell else { return }
        for slot in 0..<clients.slotCount {
            if let client = clients[slot] { drop(client) }
        }
        closeLinks()
        closeJournal()
        phase = .stopped
        loop.stop()
        log.info("stopped")
        for waiter in stopWaiters { waiter.resume() }
        stopWaiters = []
    }
}
