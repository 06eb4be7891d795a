import Gossip

/// How long the positions are that clients are told to keep.
extension Simulation {
    /// How many runs of a node a position names although later ones tell of them.
    private static let recentRuns = 4

    /// Reports positions that name more runs of a node than they must: after many starts no request line has room for them.
    mutating func checkPositions() {
        for process in processes.indices where processes[process].isAlive && !isHostileForEver(process) {
            let position = processes[process].node.position(in: processes[process].channels[0])
            let entries = scenario.sabotage?.spoil(position: position.entries) ?? position.entries
            let named = Dictionary(grouping: entries, by: \.node).mapValues(\.count)
            for (node, limit) in namedRunLimits {
                guard let count = named[node], count > limit else { continue }
                report(.tooManyRuns(node: node, count: count, limit: limit, reader: name(of: process)))
            }
        }
    }

    /// How many runs of a node a position names at most, for those of which that can be told: each run knows the one before
    /// it, unless the disk went with the machine.
    private var namedRunLimits: [(node: String, limit: Int)] {
        guard !mayHaveLetGo, !villains.areThere else { return [] }
        return scenario.hosts.indices.compactMap { host in
            let name = scenario.hosts[host].name
            guard scenario.hosts[host].keepsJournal, scenario.hosts.count(where: { $0.name == name }) == 1 else {
                return nil
            }
            let losses = scenario.faults.count { fault in
                guard case .crash(host, isMachineLost: true) = fault.kind else { return false }
                return true
            }
            return (name, Self.recentRuns + 2 * losses)
        }
    }
}
