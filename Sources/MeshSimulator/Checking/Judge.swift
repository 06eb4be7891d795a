/// Looks at a mesh that was left in peace for a while, and says which promises it broke.
///
/// It knows what was posted and what the nodes show; it shares nothing with them.
struct Judge: Sendable {
    /// What was posted.
    let ledger: Ledger

    /// What nodes may let go of.
    let rule: RetentionRule

    /// Whether nodes tell the mesh about their links, and so see each other.
    let seesNodes: Bool

    /// Whether nodes know exactly what they lost: nobody took a part of a gap of which it was not known how many of its
    /// entries were messages.
    var losesExactly = true

    /// Whether nodes may lack what they count as lost: not where only some that are not looked at let anything go.
    var mayLose = true

    /// Everything that is wrong with what nodes and clients show.
    func violations(nodes: [NodeView], clients: [ClientView]) -> [Violation] {
        completeness(of: nodes) + completeness(of: clients, on: nodes) + agreement(of: nodes)
            + presence(of: clients, on: nodes)
    }

    /// Every node got what any node that lives got; what only dead ones had is nobody's fault.
    private func completeness(of nodes: [NodeView]) -> [Violation] {
        var violations: [Violation] = []
        let mayHaveLetGo = rule.mayHaveLetGo(of: ledger)
        let heldCounts = mayHaveLetGo ? heldCounts(on: nodes) : []
        for channel in 0..<Ledger.channelCount {
            var union = Bitset()
            for node in nodes { union.formUnion(node.seen[channel]) }
            let held = mayHaveLetGo ? heldCounts[channel] : union.count...union.count
            for node in nodes {
                let missing = union.subtracting(node.seen[channel])
                if missing.count > (mayLose ? node.lostCount : 0), let first = missing.first {
                    violations.append(
                        .missing(id: ledger.name(of: first), count: missing.count, reader: node.name)
                    )
                }
                let count = node.counts[channel]
                if !held.contains(count) {
                    let expected = count < held.lowerBound ? held.lowerBound : held.upperBound
                    violations.append(.heldWrongly(count: count, expected: expected, reader: node.name))
                }
            }
        }
        // What it stored, copies and all, on this disk, it did not lose; and in one run nothing is lost twice.
        for node in nodes where losesExactly {
            let (unknown, lost) = (
                ledger.entries.count + ledger.unreadCount - node.stored.count, node.lostCount - node.lostBefore
            )
            if lost > unknown {
                violations.append(.countedAsLost(count: lost - unknown, reader: node.name))
            }
        }
        // Nothing is let go as long as everything fits.
        if !mayHaveLetGo, mayLose {
            for node in nodes where node.lostCount > 0 {
                violations.append(.countedAsLost(count: node.lostCount, reader: node.name))
            }
        }
        return violations
    }

    /// How many messages of each channel nodes hold when retention has let go of some: all copies decide that came.
    private func heldCounts(on nodes: [NodeView]) -> [ClosedRange<Int>] {
        var stored = Bitset()
        for node in nodes { stored.formUnion(node.stored) }
        return rule.heldCounts(of: ledger.entries.indices.filter { stored.contains($0) }, in: ledger)
    }

    /// Every client got what its node got since it came, and nothing else.
    private func completeness(of clients: [ClientView], on nodes: [NodeView]) -> [Violation] {
        clients.compactMap { client in
            let seen = nodes[client.node].seen[client.channel]
            let due = seen.subtracting(client.before)
            if let first = due.subtracting(client.seen).first {
                let count = due.subtracting(client.seen).count
                return .missing(id: ledger.name(of: first), count: count, reader: client.name)
            }
            // Once retention has let go of a message, another copy of it is news.
            let possible = rule.mayHaveLetGo(of: ledger) ? seen : due
            return client.seen.subtracting(possible).first == nil ? nil : .forged(reader: client.name)
        }
    }

    /// All nodes hold the same.
    private func agreement(of nodes: [NodeView]) -> [Violation] {
        guard let first = nodes.first else { return [] }
        return nodes.filter { $0.transcripts != first.transcripts }
            .map { .transcriptsDiffer(first: first.name, second: $0.name) }
    }

    /// All nodes show the users that there are, each name once, and each other.
    private func presence(of clients: [ClientView], on nodes: [NodeView]) -> [Violation] {
        guard seesNodes else { return [] }
        let names = clients.compactMap(\.username).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var violations: [Violation] = []
        for (first, second) in zip(names, names.dropFirst()) where first == second {
            violations.append(.nameHeldTwice(name: first))
        }
        let runs = nodes.map(\.run).sorted()
        for node in nodes where !node.isMisled {
            if node.usernames != names {
                violations.append(.usersDiffer(node: node.name, shown: node.usernames, expected: names))
            }
            if node.reachableRuns.sorted() != runs {
                violations.append(.nodesDiffer(node: node.name, shown: node.reachableRuns, expected: runs))
            }
        }
        return violations
    }
}
