import Gossip
import Reactor
import WebSocket

extension Node {
    /// Sends the clients away, says goodbye to the peers and closes everything, in 5 s at the most; tells with
    /// ``NodeDirective/ended`` that it has.
    ///
    /// - Parameter patience: For how long it serves before, and tells balancers to find others, in nanoseconds.
    mutating func stop(after patience: Int64 = 0) {
        guard lifecycle.phase != .created else { return end() }
        let isServing = lifecycle.phase == .serving
        guard lifecycle.drain(for: patience, at: clock.now.monotonic) else { return beginStopping() }
        if isServing {
            settings.log.info("draining", ["seconds": .fraction(Double(patience / 1_000_000) / 1000)])
        }
    }

    /// Stops once it has served for long enough.
    mutating func finishDraining() {
        if lifecycle.hasDrained(at: clock.now.monotonic) { beginStopping() }
    }

    /// Takes no more clients, and sends those away that are here.
    mutating func beginStopping(_ code: UInt16 = CloseCode.goingAway, reason: String = "The node is stopping") {
        let wasStarting = lifecycle.phase == .starting
        guard lifecycle.depart(at: clock.now.monotonic) else { return }
        if wasStarting { ask(for: .started) }
        refusePosts()
        settings.log.info("stopping", ["clients": .integer(serving.attached)])
        serving.depart(with: Farewell(code, reason))
        peers.depart()
    }

    /// Goes on to send the clients away.
    mutating func sendClientsAway() {
        guard lifecycle.phase == .stopping else { return }
        serving.sendAway(with: &gossip, &turns.budget)
        workForServing()
    }

    /// Ends the node once its clients are gone, or were waited for long enough.
    mutating func finishStopping() {
        guard lifecycle.phase == .stopping else { return }
        guard lifecycle.mayEnd(with: remains, isDiskBusy: store.isBusy, at: clock.now.monotonic) else { return }
        // Nobody else is served any more.
        var budget = TurnBudget(turns.budget.whole / 2)
        let isEmpty = serving.dropRest(&budget)
        workForServing()
        guard isEmpty else { return }
        closePeers()
        closeJournal()
        end()
        settings.log.info("stopped")
    }

    /// Nothing is open any more.
    mutating func end() {
        lifecycle.end()
        refusePosts()
        ask(for: .ended)
    }

    /// Who is still to leave a stopping node.
    private var remains: Departure.Remains {
        guard serving.connectionCount > 0 else { return .nobody }
        return serving.hasWebSockets ? .webSockets : .requests
    }
}
