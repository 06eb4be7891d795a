import Bytes

extension GossipNode {
    /// Takes questions for entries; they are answered as the link has room.
    mutating func handleAsk(_ body: Span<UInt8>, on number: Int) throws(TruncatedInput) {
        var cursor = ByteCursor()
        while cursor.offset < body.count {
            let origin = try originNumber(in: body, at: &cursor)
            let lower = try cursor.sequence(in: body)
            let upper = try cursor.sequence(in: body)
            let stateSequence = try cursor.sequence(in: body)
            guard lower >= 1, upper >= lower else { throw TruncatedInput() }
            queueAnswer(Answer(origin: origin, next: lower, upper: upper, stateSequence: stateSequence), on: number)
        }
    }

    /// Queues an answer, unless too many wait: then the peer will ask again, here or elsewhere.
    mutating func queueAnswer(_ answer: Answer, on number: Int) {
        guard links[number].answers.count < settings.limits.answers else { return }
        links[number].answers.append(answer)
    }

    /// Writes one piece of the oldest answer, which then goes to the end of the queue unless it is complete.
    mutating func produceAnswer(for number: Int, into output: inout [UInt8], limit: Int) {
        guard var answer = links[number].answers.first else { return }
        links[number].answers.removeAll(below: links[number].answers.start + 1)
        let start = output.count
        let upper = min(answer.upper, origins[answer.origin].log.head)
        var isEnd = false
        let frame = Framing.begin(.entries, in: &output)
        appendOrigin(answer.origin, to: &output)
        let flagsOffset = output.count
        output.append(EntriesFlag.answer)
        output.append(varint: answer.next)
        if answer.stateSequence < origins[answer.origin].log.snapshotFloor {
            output.append(snapshot: origins[answer.origin].state, at: origins[answer.origin].stateSequence)
            answer.stateSequence = origins[answer.origin].stateSequence
        }
        while answer.next <= upper, output.count - start < limit {
            answer.next += appendPiece(at: answer.next, of: answer.origin, on: number, to: &output)
        }
        isEnd = answer.next > upper || answer.sentBytes + output.count - start >= settings.limits.answerBytes
        if isEnd { output[flagsOffset] |= EntriesFlag.endOfAnswer }
        Framing.end(frame, in: &output)
        answer.sentBytes += output.count - start
        let known = origins.peerLogs[answer.origin, number].head
        origins.peerLogs[answer.origin, number].head = max(known, answer.next - 1)
        if !isEnd {
            links[number].answers.append(answer)
        } else if links[number].answers.isEmpty {
            links[number].answers = SlidingArray()
        }
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

    /// Appends what the log has at `sequence`.
    ///
    /// - Returns: How many entries that stands for.
    mutating func appendPiece(at sequence: UInt64, of origin: Int, on number: Int, to body: inout [UInt8]) -> UInt64 {
        let piece = origins[origin].log.piece(at: sequence)
        if case .post = piece { links[number].statistics.sentMessages += 1 }
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
    func appendPost(_ post: EntryLog.Post, to body: inout [UInt8]) {
        let record = table[existing: post.channel].records[post.record]
        body.append(record, to: table[existing: post.channel].kind, named: table[existing: post.channel].name)
        let end = record.offset + record.length
        table[existing: post.channel].frames.withBytes(from: record.offset, to: end) { body.append($0) }
    }
}
