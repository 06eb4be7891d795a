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
    mutating func produceAnswer(for number: Int, into output: inout [UInt8], limit: Int) {
        guard var answer = links[number].outbox.takeAnswer() else { return }
        let start = output.count
        let upper = min(answer.upper, origins[answer.origin].log.head)
        var isEnd = false
        let frame = Framing.begin(.entries, in: &output)
        appendOrigin(answer.origin, to: &output)
        let flagsOffset = output.count
        output.append(EntriesFlag.answer)
        let asked = answer.next
        // Of a part of a gap nobody knows what it had; of the whole one, it may be known there what the rest was.
        if asked <= upper, !origins[answer.origin].log.isBarred {
            answer.next = origins[answer.origin].log.gap(at: asked)?.lower ?? asked
        }
        output.append(varint: answer.next)
        let floor = origins[answer.origin].log.snapshotFloor
        let askedState = answer.stateSequence
        // Who asks for nothing but the state doubts the one that it has; one that the log here does not confirm is no better.
        if answer.stateSequence < max(floor, asked - 1), asked <= upper || isConfirmed(answer.origin) {
            appendSnapshot(for: &answer, to: &output)
        }
        // It says nothing of entries, and whoever has it is to be brought some by the same answer.
        let stateBytes = answer.stateSequence == askedState ? 0 : output.count - start
        if origins[answer.origin].log.isBarred, answer.next <= upper {
            var gap = Gap(lower: answer.next, upper: upper)
            gap.add(gap.length, to: nil)
            output.append(gap)
            answer.next = upper + 1
        }
        var weight = 1
        // At least one entry, or a small piece would never get anywhere; unless a long state leaves no room for a long one.
        let first = answer.next
        let mayHaveOne = stateBytes <= Framing.roomBesideState(frameBytes: longestFrame(on: number))
        while answer.next <= upper, (mayHaveOne && answer.next == first) || output.count - start < limit,
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
        // Here both have the same, or a fork. An answer that begins further on would claim what is not held.
        if answer.next == origins[answer.origin].log.head + 1 { output.append(origins[answer.origin].log.hash) }
        answer.sentBytes += output.count - start - stateBytes
        isEnd = answer.next > upper || answer.sentBytes >= settings.limits.answerBytes
        if isEnd { output[flagsOffset] |= EntriesFlag.endOfAnswer }
        if isEnd, answer.next <= upper { mark(.answerCut) }
        settings.dialect.appendNote(to: &output)
        Framing.end(frame, in: &output)
        links[number, origin: answer.origin].note(head: answer.next - 1)
        if isEnd { links[number].outbox.trimAnswers() } else { links[number].outbox.putBack(answer) }
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
        answer.stateSequence = max(presence.stateSequence(of: answer.origin), head)
        mark(.snapshotSent)
        output.append(snapshot: presence.state(of: answer.origin), at: answer.stateSequence)
    }

    /// Appends which origin a frame, or a part of one, is about.
    func appendOrigin(_ origin: Int, to body: inout [UInt8]) {
        let tag = origins[origin].tag
        if tag.isWhole {
            body.append(varint: UInt64(tag.count))
            tag.append(to: &body)
        } else {
            body.append(counted: origins[origin].name)
        }
        body.append(bigEndian: origins[origin].epoch)
    }

    /// Appends what a frame of entries begins with: whose they are, how they come, and the number of the first.
    func appendEntriesHead(of origin: Int, flags: UInt8 = 0, from first: UInt64, to body: inout [UInt8]) {
        appendOrigin(origin, to: &body)
        body.append(flags)
        body.append(varint: first)
    }

    /// Appends what the log has at `sequence`; a message that is longer than the peer takes is a gap to it.
    ///
    /// - Returns: How many entries that stands for.
    mutating func appendPiece(at sequence: UInt64, of origin: Int, on number: Int, to body: inout [UInt8]) -> UInt64 {
        let piece = origins[origin].log.piece(at: sequence)
        guard case .post(let post) = piece else { return append(piece, to: &body) }
        if channels[existing: post.channel].records[post.record].length > links[number].peer?.frameLimit ?? .max {
            let count = Gap.Count(channel: channels[existing: post.channel].key, messages: 1)
            body.append(Gap(lower: sequence, upper: sequence, counts: [count]))
            return 1
        }
        links[number].statistics.countSentMessage()
        return append(piece, to: &body)
    }

    /// Appends a piece of a log.
    ///
    /// - Returns: How many entries that stands for.
    func append(_ piece: EntryLog.Piece?, to body: inout [UInt8]) -> UInt64 {
        switch piece {
        case .post(let post):
            appendPost(post, to: &body)
            return 1
        case .state(let entry):
            body.append(contentsOf: entry.bytes)
            return 1
        case .gap(let gap):
            body.append(gap)
            return gap.length
        case nil:
            preconditionFailure("an entry was to be sent, but the log ends before it")
        }
    }

    /// Appends a post, its frame straight from the channel's log.
    private func appendPost(_ post: EntryLog.Post, to body: inout [UInt8]) {
        let record = channels[existing: post.channel].records[post.record]
        appendHead(record, of: post, to: &body)
        let end = record.offset + record.length
        channels[existing: post.channel].frames.withBytes(from: record.offset, to: end) { body.append($0) }
    }

    /// Appends what stands before the frame of a post.
    func appendHead(_ record: MessageRecord, of post: EntryLog.Post, to body: inout [UInt8]) {
        guard let notes = record.notesLength > 0 ? channels[existing: post.channel].notes(of: post.record) : [] else {
            preconditionFailure("a message is held without its notes")
        }
        let (kind, name) = (channels[existing: post.channel].kind, channels[existing: post.channel].name)
        body.append(record, notes: notes, to: kind, named: name)
    }
}
