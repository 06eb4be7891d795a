import Bytes
import Gossip
import Reactor

extension Peers {
    /// Sends every link what it lacks, as far as the kernel takes it.
    ///
    /// Each gets a portion, and more as long as there is room for it. Whoever is not reached comes first the next time.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Has what they lack.
    ///   - now: The time.
    ///   - allowance: What it may spend on connections, and as much again on paths, in nanoseconds.
    mutating func flush(
        _ committed: Committed,
        with gossip: inout GossipNode,
        at now: Moment,
        spending allowance: Int = Self.flushBudget
    ) {
        precondition(committed.covers(gossip), "what is not written was to be sent to peers")
        var budget = TurnBudget(allowance)
        let (first, count) = (unflushed.line ?? 0, lines.slotCount)
        unflushed.line = nil
        for portions in [1, Int.max] {
            for offset in 0..<count {
                let slot = (first + offset) % count
                guard let line = lines[slot: slot] else { continue }
                let isDone =
                    switch line.stage {
                    case .connecting, .accepted: true
                    case .opening: flush(line, nil, atMost: portions, with: &gossip, at: now, &budget)
                    case .linked(let link): flush(line, link, atMost: portions, with: &gossip, at: now, &budget)
                    }
                if !isDone { unflushed.line = unflushed.line ?? slot }
            }
        }
        flushDatagrams(with: &gossip, at: now, TurnBudget(allowance))
    }

    /// Sends what is to be sent on a connection, and then what its link lacks, if it carries one.
    ///
    /// - Returns: `false` when there is more than the turn has room for.
    private mutating func flush(
        _ line: Line,
        _ link: Int?,
        atMost portions: Int,
        with gossip: inout GossipNode,
        at now: Moment,
        _ budget: inout TurnBudget
    ) -> Bool {
        var count = 0
        while !line.isBlocked {
            if line.output.isEmpty {
                guard let link, gossip.hasOutput(link, at: now), count < portions else { return true }
                guard budget.isOpen else { return false }
                guard line.pace.admit(at: now.monotonic) else { return true }
                count += 1
                produce(link, on: line, with: &gossip, limit: Self.outputBytes, at: now)
                guard !line.output.isEmpty else { return true }
            }
            do throws(SystemError) {
                let count = try line.output.flush(to: line.socket)
                // The shortest entries have some thirty bytes.
                budget.spend(calls: 1, bytes: count, messages: count / 32)
                if !line.output.isEmpty { try waitForRoom(line) }
            } catch {
                end(.line(line), because: .disconnected("\(error)"))
                return true
            }
        }
        return true
    }

    private func waitForRoom(_ line: Line) throws(SystemError) {
        line.isBlocked = true
        try network.change(line.socket, for: .readWrite, token: line.token.rawValue)
    }

    /// Ends what carries a link: what that still has to say goes out if the kernel takes it.
    ///
    /// Who can be reached then, the gossip finds out when it is to settle, once for all that end together.
    ///
    /// - Parameters:
    ///   - carrier: One that was to be closed; nothing happens when it was.
    ///   - reason: Why.
    ///   - committed: Says that everything that came is written; without it nothing more is said.
    ///   - gossip: Is told that the link is closed.
    ///   - now: The time.
    ///   - budget: Pays.
    mutating func close(
        _ carrier: Carrier,
        because reason: LinkError,
        _ committed: Committed?,
        with gossip: inout GossipNode,
        at now: Moment,
        _ budget: inout TurnBudget
    ) {
        let isWritten = committed?.covers(gossip) == true
        let before = gossip.counters
        defer { budget.pay(from: before, to: gossip.counters) }
        switch carrier {
        case .line(let line):
            guard lines.contains(line) else { return }
            if isWritten { speakLastWords(on: line, with: &gossip, at: now, &budget) }
            if case .linked(let link) = line.stage { gossip.closeLink(link, reason: reason, isLast: false, at: now) }
            network.unwatch(line.socket)
            lines.remove(line)
            handleEnd(of: line.dial, at: line.address, because: reason, with: &gossip, at: now)
        case .path(let path):
            guard let port, port.contains(path) else { return }
            if isWritten { flushLastWords(of: path, at: port, with: &gossip, at: now, &budget) }
            port.remove(path, of: gossip.peer(of: path.link))
            gossip.closeLink(path.link, reason: reason, isLast: false, at: now)
            handleEnd(of: path.dial, at: path.address, because: reason, with: &gossip, at: now)
        }
    }

    /// Nobody waits for them to arrive.
    private mutating func speakLastWords(
        on line: Line,
        with gossip: inout GossipNode,
        at now: Moment,
        _ budget: inout TurnBudget
    ) {
        switch line.stage {
        case .connecting, .accepted: return
        case .opening: break
        case .linked(let link):
            produce(link, on: line, with: &gossip, limit: 0, at: now)
            line.stream.close()
        }
        line.output.append { line.stream.takeOutgoing(into: &$0) }
        let count = try? line.output.flush(to: line.socket)
        budget.spend(calls: 1, bytes: count ?? 0)
    }

    private mutating func handleEnd(
        of dial: Int?,
        at address: SocketAddress,
        because reason: LinkError,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        log.tellEnd(of: address, because: reason, at: now.monotonic)
        if let dial { handleFailure(of: dial, "\(reason)", with: &gossip, at: now) }
    }
}
