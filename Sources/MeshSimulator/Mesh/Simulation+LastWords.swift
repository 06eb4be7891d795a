import Gossip

extension Simulation {
    /// How long a message takes at most in a mesh that is well, in nanoseconds: 12 hops, some of them after a loss.
    static let epilogueTime: Int64 = .seconds(5)

    /// How often everybody posts once more, until that costs no more than it should.
    ///
    /// Trees that grow anew cost a flood, up to ten seconds after the last link opened, and that happens once.
    static let lastWordRounds = 10

    /// How long to wait between two rounds, in nanoseconds.
    static let roundInterval: Int64 = .seconds(1)

    /// Has everybody post once more: the trees must still carry that, to everybody, nearly once, and by the shortest way.
    mutating func speakLastWords() {
        var (surplus, limit) = (0, 0)
        var detour: Violation?
        for round in 0..<Self.lastWordRounds {
            if round > 0 { run(until: now + Self.roundInterval) }
            let (messages, duplicates) = (findings.ledger.entries.count, duplicateCount)
            findings.lastWords = LastWords(from: messages, at: now)
            postLastWords()
            guard settle(within: Self.epilogueTime) != nil else { return }
            surplus = duplicateCount - duplicates
            limit = surplusLimit(of: findings.ledger.entries.count - messages)
            detour = self.detour
            if surplus <= limit, detour == nil { return }
        }
        if surplus > limit { report(.redundant(copies: surplus, limit: limit)) }
        if let detour { report(detour) }
    }

    /// How many copies too many some messages may cost: one for each two that are needed.
    ///
    /// That is a quarter of what flooding costs where nodes have four links. Trees alone cost none; the rest is for
    /// what is asked for because it is late, and comes twice.
    private func surplusLimit(of messages: Int) -> Int {
        messages * (processes.count(where: \.isAlive) - 1) / 2
    }

    /// How many entries came to living nodes that had them.
    private var duplicateCount: Int {
        processes.reduce(0) { $0 + ($1.isAlive ? $1.node.counters.duplicates : 0) }
    }

    private mutating func postLastWords() {
        for client in guests.clients.indices where guests.clients[client] != nil {
            act(.post(client: client, size: FrameText.shortest))
        }
        for process in agenda.dirty { endTurn(of: process) }
        agenda.dirty.removeAll(keepingCapacity: true)
    }
}
