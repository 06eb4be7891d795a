import Bytes

extension GossipNode {
    /// Takes questions for entries; they are answered as the link has room.
    mutating func handleAsk(_ body: Span<UInt8>, on number: Int) throws(TruncatedInput) {
        var cursor = ByteCursor()
        for (run, note) in try notes(AskNote.self, in: body, at: &cursor) {
            guard let origin = knownOrigin(run, in: body) ?? closedOrigin(run, in: body) else { continue }
            let answer = Answer(
                origin: origin,
                next: note.lower,
                upper: note.upper,
                stateSequence: note.stateSequence
            )
            queueAnswer(answer, on: number)
        }
    }

    /// Queues an answer, unless too many wait: then the peer will ask again, here or elsewhere.
    mutating func queueAnswer(_ answer: Answer, on number: Int) {
        if !links[number].outbox.append(answer, limit: settings.limits.answers) { mark(.answerDropped) }
    }

    /// Writes one piece of the oldest answer, which then goes to the end of the queue unless it is complete.
    ///
    ///     ├ run ┬ flags ┬ first ┬ state, if it is lacking ┬ entries and gaps ┬ hash of the log, at its head ┤
    mutating func produceAnswer(for number: Int, into output: inout [UInt8], limit: Int) {
        guard var answer = links[number].outbox.takeAnswer() else { return }
        let (start, asked, askedState) = (output.count, answer.next, answer.stateSequence)
        let upper = min(answer.upper, origins[answer.origin].log.head)
        answer.next = firstEntry(for: answer, upTo: upper)
        let frame = Framing.begin(.entries, in: &output)
        let flags = appendEntriesHead(of: answer.origin, flags: EntriesFlag.answer, from: answer.next, to: &output)
        if lacksState(answer, asked: asked, upTo: upper) { appendSnapshot(for: &answer, to: &output) }
        // It says nothing of entries, and whoever has it is to be brought some by the same answer.
        let stateBytes = answer.stateSequence == askedState ? 0 : output.count - start
        if origins[answer.origin].log.isBarred {
            appendDisbelief(for: &answer, upTo: upper, to: &output)
        } else {
            // At least one entry, or a small piece would never get anywhere; unless a long state leaves no room for a long one.
            let hasOne = stateBytes <= Framing.roomBesideState(frameBytes: longestFrame(on: number))
            let room = limit - (output.count - start)
            appendEntries(for: &answer, upTo: upper, on: number, atLeastOne: hasOne, room: room, to: &output)
        }
        // Here both have the same, or a fork. An answer that begins further on would claim what is not held.
        if answer.next == origins[answer.origin].log.head + 1 { output.append(origins[answer.origin].log.hash) }
        answer.sentBytes += output.count - start - stateBytes
        let isEnd = answer.next > upper || answer.sentBytes >= settings.limits.answerBytes
        if isEnd { output[flags] |= EntriesFlag.endOfAnswer }
        if isEnd, answer.next <= upper { mark(.answerCut) }
        settings.dialect.appendNote(to: &output)
        Framing.end(frame, in: &output)
        links[number, origin: answer.origin].note(head: answer.next - 1)
        if isEnd { links[number].outbox.trimAnswers() } else { links[number].outbox.putBack(answer) }
    }

    /// The entry that an answer goes on with: of a gap its first, for of a part of one nobody knows what it had; of the whole one,
    /// it may be known there what the rest was.
    private func firstEntry(for answer: Answer, upTo upper: UInt64) -> UInt64 {
        let log = origins[answer.origin].log
        guard answer.next <= upper, !log.isBarred else { return answer.next }
        return log.gap(at: answer.next)?.lower ?? answer.next
    }

    /// Whether the state is to be told of a run before more of its entries are.
    ///
    /// One that the log here does not confirm is told to nobody who can pass over what comes next without it: it may be made up,
    /// and who asks may just have found that out.
    private func lacksState(_ answer: Answer, asked: UInt64, upTo upper: UInt64) -> Bool {
        let log = origins[answer.origin].log
        if isConfirmed(answer.origin) { return answer.stateSequence < max(log.snapshotFloor, asked - 1) }
        guard answer.next <= upper, !log.isBarred, case .gap(let gap) = log.piece(at: answer.next) else { return false }
        return gap.hidesState(from: answer.stateSequence)
    }

    /// Appends that of what is left to answer nothing is held, since it is not believed that there ever was any.
    private func appendDisbelief(for answer: inout Answer, upTo upper: UInt64, to output: inout [UInt8]) {
        guard answer.next <= upper else { return }
        var gap = Gap(lower: answer.next, upper: upper)
        gap.add(gap.length, to: nil)
        output.append(gap)
        answer.next = upper + 1
    }

    /// Appends entries, and what stands in their place, until there is no room in bytes, or a frame has as many as it may.
    private mutating func appendEntries(
        for answer: inout Answer,
        upTo upper: UInt64,
        on number: Int,
        atLeastOne hasOne: Bool,
        room: Int,
        to output: inout [UInt8]
    ) {
        let (start, first) = (output.count, answer.next)
        var weight = 1
        while answer.next <= upper, (hasOne && answer.next == first) || output.count - start < room,
            weight < EntriesFrame.weightLimit / 2
        {
            if case .gap(let gap) = origins[answer.origin].log.piece(at: answer.next) {
                weight += gap.counts.count
                // Nobody passes over a change of state without the state.
                if gap.hidesState(from: answer.stateSequence) { appendSnapshot(for: &answer, to: &output) }
            }
            weight += 1
            answer.next += appendPiece(at: answer.next, of: answer.origin, on: number, to: &output)
        }
    }

    /// The longest frame of a message that is sent on a link, in bytes.
    private func longestFrame(on number: Int) -> Int {
        min(settings.frameBytes, links[number].peer?.frameLimit ?? .max)
    }

    /// Whether the log of an origin reaches as far as what is known of its state.
    private func isConfirmed(_ origin: Int) -> Bool {
        presence.stateSequence(of: origin) <= origins[origin].log.head && !presence.isDoubted(origin)
    }

    /// Appends what an origin's state entries add up to; whoever asked has it from then on.
    private mutating func appendSnapshot(for answer: inout Answer, to output: inout [UInt8]) {
        // This node's own state is what it was after the last change, whatever it posted since.
        let head = answer.origin == ownRun ? origins[ownRun].log.head : 0
        answer.stateSequence = max(presence.toldSequence(of: answer.origin), head)
        mark(.snapshotSent)
        output.append(snapshot: presence.state(of: answer.origin), at: answer.stateSequence)
    }
}
