import Bytes

/// What peers say of the trees: what they get from elsewhere, and what they want from here.
extension GossipNode {
    /// The peer gets these origins from elsewhere.
    mutating func handlePrune(_ body: Span<UInt8>, on number: Int) throws(TruncatedInput) {
        var cursor = ByteCursor()
        for (run, _) in try notes(PruneNote.self, in: body, at: &cursor) {
            guard let origin = knownOrigin(run, in: body) else { continue }
            trees.handlePrune(of: origin, on: number)
        }
    }

    /// The peer wants the entries of these origins, and what it lacks of them.
    mutating func handleGraft(_ body: Span<UInt8>, on number: Int) throws(TruncatedInput) {
        var cursor = ByteCursor()
        for (run, note) in try notes(GraftNote.self, in: body, at: &cursor) {
            guard let origin = knownOrigin(run, in: body) else { continue }
            let hasNoSource = trees.handleGraft(of: origin, on: number)
            let (next, upper) = (note.head + 1, origins[origin].log.head)
            if upper >= next, !origins[origin].log.isBarred {
                let answer = Answer(origin: origin, next: next, upper: upper, stateSequence: note.stateSequence)
                queueAnswer(answer, on: number)
            }
            guard hasNoSource else { continue }
            mark(.parentAskedUs)
            // Our parent now wants the entries from us: it has no source, so we need another.
            graftOntoBest(origin, except: number)
        }
    }

    /// Lazy links told of heads; the eager path is given time to bring the entries.
    mutating func handleHeads(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        for (run, note) in try notes(HeadNote.self, in: body, at: &cursor) where note.head > 0 {
            guard let origin = origin(run, in: body, at: now) else { continue }
            noteHead(note.head, of: origin, on: number)
            links[number, origin: origin].noteOtherSource()
            if trees.parent(of: origin) == number, links[number, origin: origin].head > origins[origin].log.head {
                mark(.parentSentHeads)
                // The parent believes that we want heads only.
                graft(origin, onto: number)
            }
            pursue(origin, isOverdue: true, at: now)
        }
    }
}
