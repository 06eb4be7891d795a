import Bytes

/// What peers say of the trees: what they get from elsewhere, and what they want from here.
extension GossipNode {
    /// The peer gets these origins from elsewhere.
    mutating func handlePrune(_ body: Span<UInt8>, on number: Int) throws(TruncatedInput) {
        var cursor = ByteCursor()
        while cursor.offset < body.count {
            let origin = try originNumber(in: body, at: &cursor)
            origins.peerLogs[origin, number].isLazy = true
        }
    }

    /// The peer wants the entries of these origins, and what it lacks of them.
    mutating func handleGraft(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        while cursor.offset < body.count {
            let origin = try originNumber(in: body, at: &cursor)
            let head = try cursor.sequence(in: body)
            let stateSequence = try cursor.sequence(in: body)
            origins.peerLogs[origin, number].isLazy = false
            if origins[origin].log.head > head {
                queueAnswer(
                    Answer(
                        origin: origin,
                        next: head + 1,
                        upper: origins[origin].log.head,
                        stateSequence: stateSequence
                    ),
                    on: number
                )
            }
            guard origins[origin].parent == number else { continue }
            // Our parent now wants the entries from us: it has no source, so we need another.
            origins[origin].parent = nil
            graftOntoBest(origin, except: number)
        }
    }

    /// Lazy links told of heads; the eager path is given time to bring the entries.
    mutating func handleHeads(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        while cursor.offset < body.count {
            let origin = try originNumber(in: body, at: &cursor)
            noteHead(try cursor.sequence(in: body), of: origin, on: number)
            if origins[origin].parent == number, origins.peerLogs[origin, number].head > origins[origin].log.head {
                // The parent believes that we want heads only.
                graft(origin, onto: number)
            }
            pursue(origin, isOverdue: true, at: now)
        }
    }
}
