import Gossip
import Reactor

extension Peers {
    /// Does what time asks for: dials, gives up on connections that do not come to stand, lets the gossip ask and probe.
    mutating func runTimers(with gossip: inout GossipNode, in turn: inout Turn) {
        let now = turn.now
        dialDue(with: &gossip, at: now)
        for slot in 0..<lines.slotCount {
            guard let line = lines[slot: slot] else { continue }
            switch line.stage {
            case .connecting(let deadline) where deadline <= now.monotonic:
                end(.line(line), because: .disconnected("connect: no answer"))
            case .opening(let deadline) where deadline <= now.monotonic:
                let seconds = Self.sealingPatience / 1_000_000_000
                end(.line(line), because: .sealing("the peer did not prove a key within \(seconds) s"))
            case .connecting, .accepted, .opening, .linked:
                continue
            }
        }
        let deadline = gossip.nextDeadline
        if deadline <= now.monotonic {
            let before = gossip.counters
            gossip.handleTimers(at: now, lag: Self.lag(behind: deadline, at: now))
            turn.pay(from: before, to: gossip.counters)
        }
        let network = network
        lines.listeners?.resumeIfDue(at: now.monotonic, on: network)
    }

    /// How late this node comes to run, if that is more than a busy turn: after it was stopped, or starved.
    private static func lag(behind deadline: Int64, at now: Moment) -> Int64 {
        let lag = now.monotonic - deadline
        return lag > 100_000_000 ? lag : 0
    }

    /// When a turn must come at the latest, in monotonic nanoseconds.
    func deadline(with gossip: inout GossipNode, at now: Moment) -> Int64? {
        // A link that broke while it was flushed is news for the next turn.
        guard !gossip.hasEvents, unflushed.line == nil, !hasDirectives else { return now.monotonic }
        // Where the kernel has no room, it is left alone for a moment.
        if unflushed.path != nil, port?.room.isOpen(at: now.monotonic) == true { return now.monotonic }
        var deadline = min(gossip.nextDeadline, port?.deadline ?? .max, dialer.deadline ?? .max)
        for slot in 0..<lines.slotCount {
            guard let line = lines[slot: slot] else { continue }
            switch line.stage {
            case .connecting(let patience), .opening(let patience): deadline = min(deadline, patience)
            case .accepted: continue
            case .linked: deadline = min(deadline, line.pace.deadline)
            }
        }
        deadline = min(deadline, lines.listeners?.resumes ?? .max)
        return deadline == .max ? nil : deadline
    }
}
