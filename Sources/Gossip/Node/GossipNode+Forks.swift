import Bytes

/// Two entries under one number.
extension GossipNode {
    /// How many entries came of which another is held under the same number; see ``GossipEvent/forked(_:peer:)``.
    public var forkCount: Int { logs.forkCount }

    /// Compares an entry that came again with what is held under its number.
    mutating func compare(_ entry: Span<UInt8>, _ sequence: UInt64, of origin: Int, on number: Int) {
        guard isOther(entry, than: origins[origin].log.piece(at: sequence)) else { return }
        noteFork(at: sequence, of: origin, on: number)
    }

    /// Compares the hash of a log up to an entry with what a peer says it is there.
    mutating func compare(hash: UInt64, upTo sequence: UInt64, of origin: Int, on number: Int) {
        if logs.noteHash(hash, upTo: sequence, of: origin) { noteFork(at: sequence, of: origin, on: number) }
    }

    private mutating func noteFork(at sequence: UInt64, of origin: Int, on number: Int) {
        mark(.forkSeen)
        if logs.noteFork(of: origin), let peer = links[number].peer?.member {
            let node = origins[member: origins[origin].node].name
            let id = MessageID(node: node, epoch: origins[origin].epoch, sequence: sequence)
            news.add(.forked(id, peer: origins[member: peer].name))
        }
        // From here on this process gives numbers that nobody has.
        if origin == ownRun { incarnation.noteForeignEntries() }
    }

    /// Asks a neighbour that has just told its whole clock for the newest short entry of this run that both have.
    ///
    /// A process that went on from an image may be further than its neighbours by the time that they meet, and they hold
    /// another history: of unequal heads no hash tells that. What is asked for comes as a duplicate, and is compared.
    mutating func askForCommonEntry(on number: Int) {
        let common = min(origins[ownRun].log.head, links[number, origin: ownRun].head)
        guard let sequence = comparedEntry(upTo: common, of: ownRun),
            links[number].outbox.asks.count < settings.limits.answers
        else { return }
        links[number].outbox.append(Ask(origin: ownRun, lower: sequence, upper: sequence))
    }

    private func comparedEntry(upTo common: UInt64, of origin: Int) -> UInt64? {
        guard common > 0 else { return nil }
        let least = common > Forks.searchLimit ? common - Forks.searchLimit + 1 : 1
        return (least...common).last { sequence in
            switch origins[origin].log.piece(at: sequence) {
            case .post(let post): channels[existing: post.channel].records[post.record].length <= Forks.comparedBytes
            case .state(let entry): entry.bytes.count <= Forks.comparedBytes
            case .gap, nil: false
            }
        }
    }

    /// Whether an entry is another one than that which is held; of one that is not held nobody knows.
    private func isOther(_ entry: Span<UInt8>, than piece: EntryLog.Piece?) -> Bool {
        switch piece {
        case .post(let post): !isMessage(entry, post)
        case .state(let held): !held.bytes.isEqual(to: entry)
        case .gap, nil: false
        }
    }

    private func isMessage(_ entry: Span<UInt8>, _ post: EntryLog.Post) -> Bool {
        let record = channels[existing: post.channel].records[post.record]
        var head: [UInt8] = []
        appendHead(record, of: post, to: &head)
        let end = record.offset + record.length
        return channels[existing: post.channel].frames.withBytes(from: record.offset, to: end) { frame in
            EntryItem.isMessage(entry, of: head.span, frame)
        }
    }
}
