import Gossip

extension Neighbourhood {
    /// Looks whether the node still does everything that it is there for.
    mutating func check() throws(BrokenInvariant) {
        try checkLinks("a link to a good peer ended")
        connect(0, 3)
        post(at: 0)
        post(at: 1)
        run(milliseconds: 200)
        try checkLinks("a good peer that came later was refused")
        guard nodes[3].peer(of: 0) == Self.names[0] else { throw BrokenInvariant("a good peer that came later waits") }
        try checkReaders()
        try checkDisk()
        run(milliseconds: 3000)
        try checkAgreement()
    }

    private func checkLinks(_ what: String) throws(BrokenInvariant) {
        if let brokenLink { throw BrokenInvariant("\(what): \(brokenLink)") }
    }

    /// Good nodes hold the same, and see each other and each other's users.
    private func checkAgreement() throws(BrokenInvariant) {
        let names = Self.names.dropLast().map { "user of \($0)" }
        for node in nodes.indices {
            let users = nodes[node].usernames(in: chats[node])
            let who = Self.names[node]
            guard names.allSatisfy(users.contains) else { throw BrokenInvariant("\(who) sees only \(users)") }
            for (channel, first) in [(chats[node], chats[0]), (relays[node], relays[0])] {
                let mine = nodes[node].channels[channel]?.transcript
                guard mine == nodes[0].channels[first]?.transcript else {
                    throw BrokenInvariant("\(who) holds other messages than its neighbour")
                }
            }
        }
    }

    /// Readers come to their end, or wait.
    private mutating func checkReaders() throws(BrokenInvariant) {
        for channel in [chats[0], relays[0]] {
            let position = nodes[0].position(in: channel)
            _ = nodes[0].awaitedEntry(of: position)
            var readers = [nodes[0].replay(after: Position(), in: channel).reading]
            readers.append(nodes[0].replay(after: position, in: channel).reading)
            readers.append(nodes[0].replay(history: 5, in: channel).reading)
            let end = nodes[0].place(atEndOf: channel)
            for index in readers.indices {
                var steps = 0
                reading: while true {
                    switch nodes[0].advance(&readers[index], in: channel, upTo: end) {
                    case .frames, .lost: steps += 1
                    case .wait, .live, .overtaken: break reading
                    }
                    guard steps < 10_000 else { throw BrokenInvariant("a reader gets more than there is") }
                }
            }
        }
    }

    /// What the node writes to its disk it can read again.
    private mutating func checkDisk() throws(BrokenInvariant) {
        var extent = JournalExtent()
        var journal: [UInt8] = []
        var rounds = 0
        while nodes[0].hasJournalOutput, rounds < Self.roundLimit {
            nodes[0].produceJournal(into: &journal, noting: &extent, limit: 1 << 20)
            rounds += 1
        }
        var checkpoint: [UInt8] = []
        nodes[0].produceCheckpoint(into: &checkpoint)
        for (what, bytes) in [("checkpoint", checkpoint), ("journal", journal)] {
            var next = GossipNode(
                name: Self.names[0],
                epoch: Self.epoch + 1,
                bootNonce: 1,
                settings: nodes[0].settings
            )
            var restored = JournalExtent()
            do {
                try next.restore(bytes.span, noting: &restored, at: now)
                next.finishRestoring()
            } catch {
                throw BrokenInvariant("a node refuses its own \(what)")
            }
        }
    }
}
