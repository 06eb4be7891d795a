import Bytes

extension GossipNode {
    /// Writes the next part of our clock: floor and head of every origin, behind all runs that are closed.
    mutating func produceClock(for number: Int, into output: inout [UInt8], limit: Int) {
        guard produceClosedRuns(for: number, into: &output, limit: limit) else { return }
        while let first = links[number].outbox.clockPlace, output.count < limit {
            let batch = min(settings.limits.clockBatch, RunNotesLimit.count)
            let last = min(first + batch, origins.placeCount)
            links[number].statistics.countControlFrame()
            let frame = Framing.begin(.clock, in: &output)
            output.append(last == origins.placeCount ? 1 : 0)
            for place in first..<last {
                guard let origin = origins.number(at: place), origins[origin].log.head > 0,
                    !origins[origin].log.isBarred
                else { continue }
                appendOrigin(origin, to: &output)
                output.append(varint: origins[origin].log.floor)
                output.append(varint: origins[origin].log.head)
                output.append(bigEndian: origins[origin].log.hash.value)
            }
            Framing.end(frame, in: &output)
            links[number].outbox.noteClockTold(upTo: last == origins.placeCount ? nil : last)
        }
    }

    /// Takes a part of the peer's clock; what it has and we lack is asked for.
    mutating func handleClock(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        var cursor = ByteCursor()
        let isLast = try cursor.byte(in: body) != 0
        var isCompared = false
        for (run, note) in try notes(ClockNote.self, in: body, at: &cursor) where note.head > 0 {
            guard let origin = origin(run, in: body, at: now) else { continue }
            noteHead(note.head, of: origin, on: number)
            links[number, origin: origin].note(floor: note.floor)
            compare(hash: note.hash, upTo: note.head, of: origin, on: number)
            if origin == ownRun, note.hash != 0, note.head == origins[ownRun].log.head { isCompared = true }
            pursue(origin, isOverdue: false, at: now)
        }
        guard isLast else { return }
        if !isCompared, links[number].peer?.hasClock == false { askForCommonEntry(on: number) }
        links[number].noteClock()
    }

    /// Writes what we ask the peer for, and what it is to send or not to send from now on.
    mutating func produceQuestions(for number: Int, into output: inout [UInt8]) {
        guard links[number].outbox.hasNotes else { return }
        produceConfirmations(for: number, into: &output)
        produceAsks(for: number, into: &output)
        producePrunes(for: number, into: &output)
        produceGrafts(for: number, into: &output)
        links[number].outbox.clearNotes()
    }

    /// Writes the heads that the peer waits for.
    private mutating func produceConfirmations(for number: Int, into output: inout [UInt8]) {
        for origins in links[number].outbox.confirmations.frames {
            let frame = beginNotes(.heads, for: number, in: &output)
            for origin in origins { appendHead(of: origin, to: &output) }
            Framing.end(frame, in: &output)
        }
    }

    private mutating func produceAsks(for number: Int, into output: inout [UInt8]) {
        for asks in links[number].outbox.asks.frames {
            let frame = beginNotes(.ask, for: number, in: &output)
            for ask in asks {
                appendOrigin(ask.origin, to: &output)
                output.append(varint: ask.lower)
                output.append(varint: ask.upper)
                // Of entries that have come meanwhile it may still be asked; who doubts a state then wants it with them.
                let head = min(origins[ask.origin].log.head, ask.lower - 1)
                output.append(varint: presence.knownSequence(of: ask.origin, head: head))
            }
            Framing.end(frame, in: &output)
        }
    }

    private mutating func producePrunes(for number: Int, into output: inout [UInt8]) {
        for prunes in links[number].outbox.prunes.frames {
            let frame = beginNotes(.prune, for: number, in: &output)
            for origin in prunes where trees.takePrune(of: origin, on: number) { appendOrigin(origin, to: &output) }
            Framing.end(frame, in: &output)
        }
    }

    private mutating func produceGrafts(for number: Int, into output: inout [UInt8]) {
        for grafts in links[number].outbox.grafts.frames {
            let frame = beginNotes(.graft, for: number, in: &output)
            for origin in grafts {
                trees.takeGraft(of: origin, on: number)
                appendHead(of: origin, to: &output)
                output.append(varint: presence.knownSequence(of: origin, head: origins[origin].log.head))
            }
            Framing.end(frame, in: &output)
        }
    }

    /// Begins a frame of notes on runs, of which it must have no more than ``RunNotesLimit/count``.
    mutating func beginNotes(_ type: FrameType, for number: Int, in output: inout [UInt8]) -> Int {
        links[number].statistics.countControlFrame()
        return Framing.begin(type, in: &output)
    }

    /// Appends a run and its head.
    func appendHead(of origin: Int, to output: inout [UInt8]) {
        appendOrigin(origin, to: &output)
        output.append(varint: origins[origin].log.head)
    }
}

extension Array {
    /// The elements in stretches that one frame of notes has room for.
    var frames: [ArraySlice<Element>] {
        stride(from: 0, to: count, by: RunNotesLimit.count).map {
            self[$0..<Swift.min($0 + RunNotesLimit.count, count)]
        }
    }
}
