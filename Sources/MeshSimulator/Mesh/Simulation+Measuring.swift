import Gossip

/// What was counted when the load began.
struct Baseline: Sendable {
    var messages = 0
    var copies = 0
    var duplicates = 0
    var controlFrames = 0
    var wireBytes: [Int] = []
}

extension Simulation {
    /// What was counted up to now.
    func baseline() -> Baseline {
        let nodes = processes.filter(\.isAlive).map(\.node.counters)
        let entries = Int(FrameType.entries.rawValue)
        return Baseline(
            messages: findings.ledger.entries.count,
            copies: nodes.reduce(0) { $0 + $1.received + $1.duplicates },
            duplicates: nodes.reduce(0) { $0 + $1.duplicates },
            controlFrames: findings.figures.frameCounts.indices.reduce(0) {
                $0 + ($1 == entries ? 0 : findings.figures.frameCounts[$1])
            },
            wireBytes: wiring.wires.map(\.carriedBytes)
        )
    }

    /// What happened since.
    func measurement(since start: Baseline) -> Measurement {
        let end = baseline()
        let living = processes.filter(\.isAlive)
        let spreads = findings.figures.spreads[start.messages...]
        var result = Measurement()
        result.nodes = living.count
        result.messages = spreads.count
        result.deliveries = spreads.reduce(0) { $0 + Int($1.copies) }
        // Who crashed took what it had counted along.
        result.copies = max(0, end.copies - start.copies)
        result.duplicates = min(result.copies, max(0, end.duplicates - start.duplicates))
        result.needed = spreads.count * max(0, machines.count - 1)
        result.lost = living.reduce(0) { $0 + Int($1.node.counters.lost) }
        result.controlFrames = end.controlFrames - start.controlFrames
        result.lastHops = spreads.reduce(0) { $0 + Int($1.longestPath) }
        result.floodingHops = floodingHops(of: start.messages..<end.messages)
        result.timesToLast = spreads.map { $0.lastAt - $0.postedAt }.sorted()
        result.wireBytes = zip(end.wireBytes, start.wireBytes).map { $0 - $1 }.sorted()
        result.peakMemory = living.map(\.node.messageMemory).max() ?? 0
        return result
    }

    /// How many hops flooding takes to the last node, summed over messages.
    private func floodingHops(of messages: Range<Int>) -> Int {
        var neighbours = [[Int]](repeating: [], count: machines.count)
        for wire in wiring.wires {
            neighbours[wire.hosts[0]].append(wire.hosts[1])
            neighbours[wire.hosts[1]].append(wire.hosts[0])
        }
        var hops = [Int?](repeating: nil, count: machines.count)
        return messages.reduce(0) { sum, message in
            let host = processes[findings.ledger.entries[message].process].host
            let known = hops[host] ?? Self.eccentricity(of: host, neighbours)
            hops[host] = known
            return sum + known
        }
    }

    private static func eccentricity(of host: Int, _ neighbours: [[Int]]) -> Int {
        var distance = [Int](repeating: -1, count: neighbours.count)
        distance[host] = 0
        var frontier = [host]
        var farthest = 0
        while !frontier.isEmpty {
            var next: [Int] = []
            for place in frontier {
                for neighbour in neighbours[place] where distance[neighbour] < 0 {
                    distance[neighbour] = distance[place] + 1
                    farthest = distance[neighbour]
                    next.append(neighbour)
                }
            }
            frontier = next
        }
        return farthest
    }
}
