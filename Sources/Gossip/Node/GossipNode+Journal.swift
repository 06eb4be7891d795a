import Bytes

extension GossipNode {
    /// Begins to note what must be written: from here on ``produceJournal(into:noting:limit:)`` has it.
    public mutating func startJournal() {
        journal = JournalCursor(heads: origins.numbers.map { ($0, origins[$0].log.head) }, floor: channels.floor)
    }

    /// Whether something has come since that is not written.
    public var hasJournalOutput: Bool {
        journal?.changed.isEmpty == false || journal?.floor ?? .max < channels.floor || hasUnwrittenClosings
    }

    /// Whether runs were closed since the last call: until that is written, nothing may be rewritten without them.
    public var hasUnwrittenClosings: Bool { journal?.closed.isEmpty == false }

    /// Writes what has come since the last call, as the frames of entries that travel on links.
    ///
    /// - Parameters:
    ///   - output: Where to append whole frames.
    ///   - extent: What takes note of them.
    ///   - limit: About how much, in bytes; one message more may be written.
    public mutating func produceJournal(
        into output: inout [UInt8],
        noting extent: inout JournalExtent,
        limit: Int
    ) {
        guard var cursor = journal.take() else { return }
        defer { journal = cursor }
        let end = output.count + limit
        if cursor.floor < channels.floor {
            appendFloor(to: &output)
            cursor.floor = channels.floor
        }
        var told = 0
        while told < cursor.closed.count, output.count < end {
            appendClosedRuns(cursor.closed[told].runs, of: cursor.closed[told].member, to: &output)
            told += 1
        }
        cursor.finishClosed(told)
        var finished = 0
        while finished < cursor.changed.count, output.count < end {
            let origin = cursor.changed[finished]
            appendState(of: origin, after: &cursor, to: &output)
            appendLog(of: origin, after: &cursor, to: &output, noting: &extent, limit: end)
            guard cursor[origin].head == origins[origin].log.head else { break }
            finished += 1
        }
        cursor.finish(finished)
        repair.noteWritten { cursor[$0].head }
    }

    /// Writes what is known of every origin beside its messages: how far its log goes, and what its state is.
    ///
    /// A stretch of the journal that begins with this needs no other before it.
    ///
    /// - Parameter output: Where to append whole frames.
    public func produceCheckpoint(into output: inout [UInt8]) {
        appendFloor(to: &output)
        for member in origins.members.indices { appendClosedRuns(of: member, to: &output) }
        for origin in origins.numbers where origins[origin].log.head > 0 && !origins[origin].log.isBarred {
            Framing.append(.entries, to: &output) { body in
                appendEntriesHead(of: origin, from: origins[origin].log.head + 1, to: &body)
                body.append(origins[origin].log.hash)
                var state = presence.state(of: origin)
                if !presence.isCurrent(origin) || origin == ownRun {
                    // A run that is over has no users, and this one will be over when this is read.
                    guard state.previous != nil else { return }
                    state = RunState()
                    state.previous = presence.link(of: origin)
                }
                body.append(snapshot: state, at: presence.stateSequence(of: origin))
            }
        }
        for member in origins.members.indices { appendRecalledRuns(of: member, to: &output) }
    }

    /// Writes up to which rank everything was let go to make room, in front of what it is about: a node that is told of
    /// another's floor gives up no more than half of what fits for it, but keeps to its own.
    private func appendFloor(to output: inout [UInt8]) {
        guard channels.floor > .min else { return }
        Framing.append(.entries, to: &output) { body in
            appendEntriesHead(of: ownRun, from: 1, to: &body)
            body.appendFloor(channels.floor, keeping: settings.retention.bytes)
        }
    }

    /// Writes an origin's whole state, if its entries from where the cursor is do not add up to it: it came as a
    /// snapshot, perhaps in the place of a wrong one that is written, or so many state entries came at once that the log has
    /// folded some away already.
    ///
    /// The state comes before the entries: should the end be torn off, what is left is whole.
    private mutating func appendState(of origin: Int, after cursor: inout JournalCursor, to output: inout [UInt8]) {
        let place = cursor[origin]
        let floor = origins[origin].log.snapshotFloor
        guard place.isStateReplaced || floor > place.head && floor > place.state else { return }
        Framing.append(.entries, to: &output) { body in
            appendEntriesHead(of: origin, from: 1, to: &body)
            body.append(snapshot: presence.state(of: origin), at: presence.stateSequence(of: origin))
        }
        mark(.stateWrittenWhole)
        cursor.advanceState(of: origin, to: presence.stateSequence(of: origin))
    }

    private func appendLog(
        of origin: Int,
        after cursor: inout JournalCursor,
        to output: inout [UInt8],
        noting extent: inout JournalExtent,
        limit: Int
    ) {
        let log = origins[origin].log
        guard cursor[origin].head < log.head else { return }
        Framing.append(.entries, to: &output) { body in
            appendEntriesHead(of: origin, from: cursor[origin].head + 1, to: &body)
            repeat {
                let sequence = cursor[origin].head + 1
                let piece = log.piece(at: sequence)
                if case .gap(let gap) = piece { body.appendCountedLosses(of: gap) }
                let last = cursor[origin].head + append(piece, to: &body)
                var isMessage = false
                if case .post = piece { isMessage = true }
                extent.note(sequence...last, of: origin, messages: isMessage ? 1 : 0)
                cursor.advance(origin, to: last)
            } while cursor[origin].head < log.head && body.count < limit
        }
    }
}
