import Gossip
import Reactor
import WebSocket

extension Node {
    /// Sends the clients away, says goodbye to the peers and closes everything, in 5 s at the most; tells with
    /// ``NodeDirective/ended`` that it has.
    mutating func stop() {
        if lifecycle.phase == .created { end() } else { beginStopping() }
    }

    /// Takes no more clients, and sends those away that are here.
    mutating func beginStopping(_ code: UInt16 = CloseCode.goingAway, reason: String = "The node is stopping") {
        let wasStarting = lifecycle.phase == .starting
        guard lifecycle.depart(at: clock.now.monotonic) else { return }
        if wasStarting { ask(for: .started) }
        settings.log.info("stopping", ["clients": .integer(serving.attached)])
        serving.closeDoor()
        peers.depart()
        for client in serving.everybody where client.stage == .open {
            close(client, code: code, reason: reason)
        }
    }

    /// Ends the node once its clients are gone, or were waited for long enough.
    mutating func finishStopping() {
        guard lifecycle.phase == .stopping else { return }
        guard lifecycle.mayEnd(with: remains, isDiskBusy: store.isBusy, at: clock.now.monotonic) else { return }
        for client in serving.everybody { drop(client) }
        closePeers()
        closeJournal()
        end()
        settings.log.info("stopped")
    }

    /// Nothing is open any more.
    mutating func end() {
        lifecycle.end()
        ask(for: .ended)
    }

    /// Who is still to leave a stopping node.
    private var remains: Departure.Remains {
        guard serving.connectionCount > 0 else { return .nobody }
        return serving.everybody.contains { $0.exchange == nil } ? .webSockets : .requests
    }
}
