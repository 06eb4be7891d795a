import Gossip

extension Scenario {
    /// For how long something must be cut or stand still before its peers are sure to notice, in nanoseconds.
    ///
    /// A shorter outage leads trees around it, and no link opens after it: they find the way back when they grow anew for no
    /// reason, after a minute.
    private static let noticed: Int64 = .seconds(4)

    /// Has each way take the same time always in a few scenarios, so that the judge can tell by which of them messages come.
    ///
    /// Of what stands still or is cut only that remains which others notice.
    mutating func steadyWays(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 402)
        guard dice.chance(perMillion: 60_000) else { return }
        for host in hosts.indices { hosts[host].longestTurn = 0 }
        for edge in edges.indices {
            let delay = dice.pick(Int64.milliseconds(1)...Int64.milliseconds(40))
            edges[edge].profile = WireProfile()
            edges[edge].profile.delay = .constant(delay)
        }
        faults.removeAll { $0.mayGoUnnoticed && $0.end - $0.begin < Self.noticed }
    }
}

extension Fault {
    /// Whether nobody notices it when it is short.
    fileprivate var mayGoUnnoticed: Bool {
        switch kind {
        case .cut, .refuse, .split, .pause: true
        case .crash, .jump, .twin, .oldFile: false
        }
    }
}
