import Bytes
import Gossip
import Reactor

extension Peers {
    /// Takes in what happened on a socket of the links.
    mutating func handle(
        _ event: ReadyEvent,
        of token: Token,
        with gossip: inout GossipNode,
        in turn: inout Turn
    ) {
        switch token.kind {
        case .gossipDatagrams:
            handleDatagrams(event, with: &gossip, in: &turn)
        case .gossipListener:
            accept(at: token.slot, with: &gossip, in: &turn)
        case .link:
            guard let line = lines[token] else { return }
            if case .connecting = line.stage {
                if event.isWritable { finishConnecting(line, with: &gossip, at: turn.now) }
                return
            }
            if event.isWritable { resume(line) }
            if event.isReadable { receive(on: line, with: &gossip, in: &turn) }
        case .clientListener, .client: preconditionFailure("a client's socket was taken for one of the links")
        }
    }

    /// Takes in the peers that knock; who they are, their greeting tells.
    ///
    /// No more in a turn than a quarter of those that may wait: each is read from before it has to give way.
    private mutating func accept(at slot: Int, with gossip: inout GossipNode, in turn: inout Turn) {
        guard let listener = lines.listeners?[slot] else { return }
        for _ in 0..<max(1, lines.strangers / 4) {
            do throws(SystemError) {
                guard let accepted = try listener.socket.accept() else { return }
                turn.budget.spend(connections: 1)
                guard settings.admits(accepted.peerAddress) else { continue }
                guard makeRoom(with: &gossip, in: &turn) else { continue }
                let address = accepted.peerAddress
                let line = try add(accepted.socket, to: address, dial: nil, stage: .accepted, for: .read)
                begin(line, with: &gossip, at: turn.now)
            } catch {
                log.tellRefused(error, at: turn.now.monotonic)
                // They go on waiting, and would wake this node again and again.
                let network = network
                lines.listeners?.rest(at: turn.now.monotonic, on: network)
                return
            }
        }
    }

    /// Makes room for one more who knocks: of those whose greeting has not come, the first to come gives way, and last of all
    /// who has begun to prove the key.
    ///
    /// Peers greet at once. So whoever only holds connections open keeps no peer out, however many they are, nor does who
    /// opens many, where there is a key; together they have what the limit of descriptors leaves them, and what is kept for
    /// links that are not up.
    ///
    /// - Returns: Whether there is room.
    private mutating func makeRoom(with gossip: inout GossipNode, in turn: inout Turn) -> Bool {
        let links = settings.links.count
        guard lines.count >= links + lines.strangers else { return true }
        let strangers = lines.all.filter { Self.isStranger($0, to: gossip) }
        // Where peers have dialed anew and their earlier connections are not gone yet, nobody has to give way for that.
        if strangers.count < lines.strangers, lines.count < 2 * links + lines.strangers { return true }
        let unanswered = strangers.filter { !$0.isAnswered }
        // Each is read from before it has to give way, also where all places are taken by who overheard a greeting.
        let candidates = unanswered.count > max(1, lines.strangers / 4) ? unanswered : strangers
        guard let stranger = candidates.min(by: { $0.number < $1.number }) else { return false }
        log.tellCrowd(of: lines.strangers, at: turn.now.monotonic)
        close(
            .line(stranger),
            because: .disconnected("others knocked before its greeting came"),
            nil,
            with: &gossip,
            at: turn.now,
            &turn.budget
        )
        return true
    }

    /// Whether somebody knocked with a connection, and has not greeted on it.
    private static func isStranger(_ line: Line, to gossip: borrowing GossipNode) -> Bool {
        guard line.dial == nil else { return false }
        switch line.stage {
        case .connecting: return false
        case .accepted, .opening: return true
        case .linked(let link): return gossip.peer(of: link) == nil
        }
    }

    /// Keeps a connection and has the network watch it.
    @discardableResult
    mutating func add(
        _ socket: consuming Socket,
        to address: SocketAddress,
        dial: Int?,
        stage: Line.Stage,
        for interest: Interest
    ) throws(SystemError) -> Line {
        let line = lines.insert(socket, to: address, dial: dial, stage: stage)
        do throws(SystemError) {
            try network.watch(line.socket, for: interest, token: line.token.rawValue)
        } catch {
            lines.remove(line)
            throw error
        }
        return line
    }

    /// The kernel has decided what becomes of a connection.
    private mutating func finishConnecting(_ line: Line, with gossip: inout GossipNode, at now: Moment) {
        if let error = line.socket.connectError(to: line.address) {
            return end(.line(line), because: .disconnected("\(error)"))
        }
        do throws(SystemError) {
            try network.change(line.socket, for: .read, token: line.token.rawValue)
        } catch {
            return end(.line(line), because: .disconnected("\(error)"))
        }
        begin(line, with: &gossip, at: now)
    }

    /// Gives the gossip what arrived on a connection: a portion, and more as long as the turn has room for it.
    private mutating func receive(on line: Line, with gossip: inout GossipNode, in turn: inout Turn) {
        while true {
            do throws(SystemError) {
                switch try line.socket.receive(into: &buffers.received, limit: turn.portion) {
                case .bytes(let count):
                    guard take(count, from: line, with: &gossip, in: &turn) else { return }
                    guard count == turn.portion, turn.isOpen else { return }
                case .wouldBlock:
                    return
                case .ended:
                    return end(.line(line), because: .disconnected("the peer closed the connection"))
                }
            } catch {
                return end(.line(line), because: .disconnected("\(error)"))
            }
        }
    }

    /// Hands what arrived to the gossip; `false` when the connection has ended with it.
    private mutating func take(
        _ count: Int,
        from line: Line,
        with gossip: inout GossipNode,
        in turn: inout Turn
    ) -> Bool {
        let before = gossip.counters
        defer { turn.pay(from: before, to: gossip.counters, bytes: count) }
        do throws(LinkError) {
            try unseal(count, from: line, with: &gossip, in: &turn)
            return true
        } catch {
            end(.line(line), because: error)
            return false
        }
    }

    /// The kernel has room again.
    private mutating func resume(_ line: Line) {
        guard line.isBlocked else { return }
        line.isBlocked = false
        do throws(SystemError) {
            try network.change(line.socket, for: .read, token: line.token.rawValue)
        } catch {
            end(.line(line), because: .disconnected("\(error)"))
        }
    }
}

extension Peers.Turn {
    /// Has the turn pay for what a peer sent.
    mutating func pay(from before: GossipCounters, to after: GossipCounters, bytes: Int) {
        budget.spend(calls: 1, bytes: bytes)
        pay(from: before, to: after)
    }

    /// Has the turn pay for what the gossip had to do.
    mutating func pay(from before: GossipCounters, to after: GossipCounters) {
        budget.pay(from: before, to: after)
    }
}
