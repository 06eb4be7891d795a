import Bytes
import Gossip

extension Neighbourhood {
    /// Looks whether the node still does everything that it is there for.
    ///
    /// Without a key nobody can tell an entry that its run's node made from one that was made up before that came. So
    /// where this was done, the messages of those runs may differ, until their nodes have answered with new runs; whatever
    /// is said from then on, and every message of another run, must be everywhere.
    ///
    /// - Parameter isForged: Whether entries of good nodes' runs were made up.
    /// - Throws: What does not hold.
    mutating func check(isForged: Bool) throws(BrokenInvariant) {
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
        try checkAgreement(isForged: isForged)
    }

    private func checkLinks(_ what: String) throws(BrokenInvariant) {
        if let brokenLink { throw BrokenInvariant("\(what): \(brokenLink)") }
    }

    /// How long it may take until all nodes whose runs were made up are in new ones, twice over, in milliseconds.
    private static let renewalTime = 21_000

    /// Good nodes hold the same, and see each other and each other's users.
    private mutating func checkAgreement(isForged: Bool) throws(BrokenInvariant) {
        // What was made up takes room from other messages, and not of the same ones on every node.
        let keepsAll = nodes[0].settings.retention.messages == Retention().messages
        if isForged {
            run(milliseconds: Self.renewalTime)
        }
        if isForged, keepsAll {
            let last = nodes.indices.map { post(at: $0) }
            run(milliseconds: 1000)
            for node in nodes.indices {
                let held = Set(messages(of: node, in: relays[node]).map(\.id))
                if let lost = last.first(where: { !held.contains($0) }) {
                    throw BrokenInvariant("\(Self.names[node]) never gets \(lost)")
                }
            }
        }
        let names = Self.names.dropLast().map { "user of \($0)" }
        for node in nodes.indices {
            let users = nodes[node].users(in: chats[node]).map(\.name)
            let who = Self.names[node]
            guard names.allSatisfy(users.contains) else { throw BrokenInvariant("\(who) sees only \(users)") }
            for (channel, first) in isForged && !keepsAll ? [] : [(chats[node], chats[0]), (relays[node], relays[0])] {
                guard transcript(of: node, in: channel, isForged) == transcript(of: 0, in: first, isForged) else {
                    throw BrokenInvariant("\(who) holds other messages than its neighbour")
                }
            }
        }
    }

    /// A hash of what a node holds, without what may have been made up.
    private func transcript(of node: Int, in channel: Int, _ isForged: Bool) -> UInt64? {
        guard isForged else { return nodes[node].channels[channel]?.transcript }
        return messages(of: node, in: channel).reduce(0) { hash, message in
            let mayBeForged = message.id.epoch == Self.epoch && Self.names.contains(message.id.node)
            return mayBeForged ? hash : hash &+ message.hash
        }
    }

    private func messages(of node: Int, in channel: Int) -> [MessagePlace] {
        guard let frames = nodes[node].channels[channel]?.frames else { return [] }
        return nodes[node].messagePlaces(in: frames.start..<frames.end, of: channel)
    }

    /// Readers come to their end, or wait.
    private mutating func checkReaders() throws(BrokenInvariant) {
        for channel in [chats[0], relays[0]] {
            let position = nodes[0].position(in: channel)
            _ = nodes[0].awaitedEntry(of: position)
            var looks = Looks()
            var readers = [nodes[0].replay(after: Position(), in: channel, looks: &looks).reading]
            readers.append(nodes[0].replay(after: position, in: channel, looks: &looks).reading)
            readers.append(nodes[0].replay(history: 5, in: channel, looks: &looks).reading)
            let end = nodes[0].place(atEndOf: channel)
            for index in readers.indices {
                var steps = 0
                reading: while true {
                    looks = Looks(atMost: 10)
                    switch nodes[0].advance(&readers[index], in: channel, upTo: end, looks: &looks) {
                    case nil, .frames, .lost: steps += 1
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
                next.finishRestoring(at: now)
            } catch {
                throw BrokenInvariant("a node refuses its own \(what)")
            }
            do {
                try introduce(&next)
            } catch {
                throw BrokenInvariant("who has read its \(what) again is not understood: \(error)")
            }
        }
    }

    /// Lets a node tell all that it has to one that has nothing.
    private func introduce(_ node: inout GossipNode) throws(LinkError) {
        var other = GossipNode(name: Self.names[3], epoch: Self.epoch, bootNonce: 2, settings: node.settings)
        let links = (
            node.openLink(expecting: nil, over: .tcp, at: now), other.openLink(expecting: nil, over: .tcp, at: now)
        )
        for _ in 0..<Self.roundLimit where node.hasOutput(links.0, at: now) || other.hasOutput(links.1, at: now) {
            var (said, answered) = ([UInt8](), [UInt8]())
            node.produce(for: links.0, into: &said, limit: 64 << 10, at: now)
            other.produce(for: links.1, into: &answered, limit: 64 << 10, at: now)
            try other.receive(said.span, on: links.1, at: now)
            try node.receive(answered.span, on: links.0, at: now)
        }
    }
}
