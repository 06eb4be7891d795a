import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Takes in the peers that knock; who they are, their greeting tells.
    ///
    /// - Parameter slot: Which of the port's listeners has some.
    func acceptPeers(at slot: Int) {
        guard let listener = links.listeners?.sockets[slot] else { return }
        for _ in 0..<LinkTable.strangerLimit {
            do throws(SystemError) {
                guard let accepted = try listener.socket.accept() else { return }
                guard links.lines.count < configuration.nodes.count + budget.strangers else { continue }
                let address = accepted.peerAddress
                let line = try addLine(accepted.socket, to: address, dial: nil, stage: .linked(-1), for: .read)
                carryLink(on: line, expecting: nil)
            } catch {
                if links.complaints.admit("accept", at: now.monotonic) != nil {
                    log.warning("cannot accept peers", ["reason": .string("\(error)")])
                }
                // They go on waiting, and would wake this node again and again.
                links.listeners?.rest(at: now.monotonic, on: loop)
                return
            }
        }
    }

    /// Gives the gossip what arrived on a connection: a portion, and more as long as the turn has room for it.
    func receive(on line: Line) {
        let portion = portion(Self.linkPortion)
        while case .linked(let link) = line.stage {
            do throws(SystemError) {
                switch try line.socket.receive(into: &receiveBuffer, limit: portion) {
                case .bytes(let count):
                    guard take(count, from: line, on: link) else { return }
                    guard count == portion, turns.isOpen(to: .links) else { return }
                case .wouldBlock:
                    return
                case .ended:
                    return drop(line, reason: .disconnected("the peer closed the connection"))
                }
            } catch {
                return drop(line, reason: .disconnected("\(error)"))
            }
        }
    }

    /// Hands bytes to the gossip; `false` when the link has ended with them.
    private func take(_ count: Int, from line: Line, on link: Int) -> Bool {
        let before = gossip.counters
        defer { payForEntries(since: before, bytes: count) }
        do throws(LinkError) {
            try gossip.receive(receiveBuffer.span.extracting(0..<count), on: link, at: now)
            return true
        } catch {
            drop(line, reason: error)
            return false
        }
    }

    /// Has the turn pay for what a peer sent.
    func payForEntries(since before: GossipCounters, bytes: Int) {
        let entries = gossip.counters.received - before.received + gossip.counters.duplicates - before.duplicates
        // An entry is taken apart, stored, and put in its place in two logs.
        turns.budget.spend(calls: 1, bytes: bytes, messages: 3 * entries)
    }

    /// Sends every link what it lacks, as far as the kernel takes it: a portion, and more as long as there is room for it.
    func flushLinks() {
        links.hasMore = false
        var budget = TurnBudget(LinkTable.flushBudget)
        for slot in 0..<links.lines.slotCount {
            if let line = links.lines[slot], case .linked(let link) = line.stage { flush(line, link, &budget) }
        }
        flushDatagrams()
    }

    private func flush(_ line: Line, _ link: Int, _ budget: inout TurnBudget) {
        var isFirst = true
        while !line.isBlocked {
            if line.sentCount == line.output.count {
                line.output.removeAll(keepingCapacity: true)
                line.sentCount = 0
                guard gossip.hasOutput(link, at: now) else { return }
                guard isFirst || budget.isOpen else {
                    links.hasMore = true
                    return
                }
                isFirst = false
                gossip.produce(for: link, into: &line.output, limit: LinkTable.outputBytes, at: now)
                guard !line.output.isEmpty else { return }
            }
            do throws(SystemError) {
                let count = try line.socket.send(line.output.span.extracting(line.sentCount...))
                line.sentCount += count
                // The shortest entries have some thirty bytes.
                budget.spend(calls: 1, bytes: count, messages: count / 32)
                if line.sentCount < line.output.count { try waitForRoom(line) }
            } catch {
                return drop(line, reason: .disconnected("\(error)"))
            }
        }
    }

    /// The kernel has room again.
    func resume(_ line: Line) {
        guard line.isBlocked else { return }
        line.isBlocked = false
        do throws(SystemError) {
            try loop.change(line.socket, for: .read, token: line.token.rawValue)
        } catch {
            drop(line, reason: .disconnected("\(error)"))
        }
    }

    private func waitForRoom(_ line: Line) throws(SystemError) {
        line.isBlocked = true
        try loop.change(line.socket, for: .readWrite, token: line.token.rawValue)
    }

    /// Ends a connection: what the link still has to say goes out if the kernel takes it.
    func drop(_ line: Line, reason: LinkError) {
        guard links.lines[line.slot] === line else { return }
        if case .linked(let link) = line.stage {
            // Last words: nobody waits for them to arrive. They may name entries that came in this turn.
            if commit() {
                gossip.produce(for: link, into: &line.output, limit: 0, at: now)
                _ = try? line.socket.send(line.output.span.extracting(line.sentCount...))
            }
            links.slots[link] = nil
            gossip.closeLink(link, reason: reason, at: now)
        }
        loop.unwatch(line.socket)
        links.lines.remove(line.slot)
        tell(reason, of: line.address)
        if let dial = line.dial { handleFailure(of: dial, "\(reason)") }
    }

    /// Logs why a connection ended that never came to be a link; an open link's end is told by the gossip.
    func tell(_ reason: LinkError, of address: SocketAddress) {
        guard reason.isGarbage || reason.isRefusal else { return }
        guard let suppressed = links.complaints.admit(address.hostDescription, at: now.monotonic) else { return }
        log.warning(
            "closed a connection on the gossip port",
            [
                "address": .string("\(address)"), "reason": .string("\(reason)"),
                "more_in_the_last_minute": .integer(suppressed),
            ]
        )
    }
}
