/// By which way messages come.
extension Simulation {
    /// How much longer than the shortest way a message may take, in nanoseconds: much less than a far link.
    private static let tolerance: Int64 = .milliseconds(10)

    /// A last word that came to somebody by another way than the shortest; `nil` where none did, or nobody can tell.
    var detour: Violation? {
        guard scenario.isSteady else { return nil }
        let (words, ways) = (findings.lastWords, shortestWays)
        let delay: Int64 = scenario.sabotage == .dawdle ? .seconds(1) : 0
        for (index, arrival) in words.arrivals.enumerated() {
            let (message, took) = (words.first + index, arrival - words.saidAt + delay)
            let from = ways[processes[findings.ledger.entries[message].process].host]
            let most = from.filter { $0 < Self.unknown }.reduce(0, max)
            guard took > most + Self.tolerance else { continue }
            let name = findings.ledger.name(of: message)
            return .detour(id: name, microseconds: took / 1000, shortest: most / 1000)
        }
        return nil
    }

    private static let unknown = Int64.max / 4

    /// How long the shortest way takes from each host to each, over those on which a process runs, in nanoseconds.
    private var shortestWays: [[Int64]] {
        let hosts = machines.indices
        var ways = hosts.map { host in hosts.map { $0 == host ? 0 : Self.unknown } }
        for wire in wiring.wires {
            let (one, other) = (wire.hosts[0], wire.hosts[1])
            guard machines[one].process != nil, machines[other].process != nil else { continue }
            ways[one][other] = min(ways[one][other], wire.profile.delay.longest)
            ways[other][one] = ways[one][other]
        }
        for middle in hosts {
            for first in hosts {
                for last in hosts {
                    ways[first][last] = min(ways[first][last], ways[first][middle] + ways[middle][last])
                }
            }
        }
        return ways
    }
}

extension Scenario {
    /// Whether each way always takes as long: nothing is lost, waits or stands still.
    var isSteady: Bool {
        hosts.allSatisfy { $0.longestTurn == 0 && $0.hostility == nil }
            && edges.allSatisfy { edge in
                guard case .constant = edge.profile.delay else { return false }
                var plain = WireProfile()
                plain.delay = edge.profile.delay
                return edge.profile == plain
            }
    }
}
