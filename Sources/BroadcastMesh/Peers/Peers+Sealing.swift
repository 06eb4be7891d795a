import Gossip
import Reactor
import SystemTLS

extension Peers {
    /// A connection stands: the two ends prove the key to each other first, if there is one.
    mutating func begin(_ line: Line, with gossip: inout GossipNode, at now: Moment) {
        do throws(LinkError) {
            line.stream = line.dial == nil ? try seal.accept() : try seal.dial()
        } catch {
            return end(.line(line), because: error)
        }
        guard line.stream.isSealed else { return carry(on: line, with: &gossip, at: now) }
        line.stage = .opening(deadline: now.monotonic + Self.sealingPatience)
        line.output.append { line.stream.takeOutgoing(into: &$0) }
    }

    /// Has a connection carry a link.
    private mutating func carry(on line: Line, with gossip: inout GossipNode, at now: Moment) {
        let peer = line.dial.flatMap { dialer[$0]?.peer }
        lines.carry(gossip.openLink(expecting: peer, over: .tcp, at: now), on: line)
    }

    /// Gives the gossip what bytes say, once the two ends have proven the key.
    ///
    /// - Throws: Why the connection is of no use any more. What was said before is said.
    mutating func unseal(
        _ count: Int,
        from line: Line,
        with gossip: inout GossipNode,
        in turn: inout Turn
    ) throws(LinkError) {
        // The buffer changes hands meanwhile, so that both can be lent.
        var frames: [UInt8] = []
        swap(&frames, &buffers.frames)
        defer { swap(&frames, &buffers.frames) }
        frames.removeAll(keepingCapacity: true)
        line.stream.receive(buffers.received.span.extracting(0..<count), into: &frames)
        let before = line.output.count
        guard line.output.answer({ line.stream.takeOutgoing(into: &$0) }) else {
            throw .sealing("\(TLSFailure.idleChatter)")
        }
        if case .opening = line.stage {
            goOnOpening(line, hasAnswered: line.output.count > before, with: &gossip, in: &turn)
        }
        if case .linked(let link) = line.stage {
            if !line.stream.isSealed, line.stream.state == .open {
                try gossip.receive(buffers.received.span.extracting(0..<count), on: link, at: turn.now)
            } else if !frames.isEmpty {
                try gossip.receive(frames.span, on: link, at: turn.now)
            }
        }
        if case .ended(let reason) = line.stream.state { throw reason }
    }

    /// Takes notice of what came of a step in which the two ends prove the key to each other.
    private mutating func goOnOpening(
        _ line: Line,
        hasAnswered: Bool,
        with gossip: inout GossipNode,
        in turn: inout Turn
    ) {
        // What is computed shows in an answer, or in an end; a greeting that trickles in costs nothing.
        if hasAnswered || line.stream.state != .opening { turn.budget.spend(handshakes: 1) }
        if hasAnswered, line.stream.state == .opening { line.isAnswered = true }
        if line.stream.state == .open { carry(on: line, with: &gossip, at: turn.now) }
    }

    /// Puts what the gossip has to say on a link into what is to be sent, up to a limit in bytes.
    mutating func produce(_ link: Int, on line: Line, with gossip: inout GossipNode, limit: Int, at now: Moment) {
        guard line.stream.isSealed else {
            return line.output.append { gossip.produce(for: link, into: &$0, limit: limit, at: now) }
        }
        buffers.frames.removeAll(keepingCapacity: true)
        gossip.produce(for: link, into: &buffers.frames, limit: limit, at: now)
        line.stream.seal(buffers.frames.span)
        line.output.append { line.stream.takeOutgoing(into: &$0) }
    }
}
