import Bytes

/// Pieces of logs as they travel: in frames of entries, and in journals.
extension GossipNode {
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
    ///
    /// - Returns: Where the flags stand that say how they come.
    @discardableResult
    func appendEntriesHead(of origin: Int, flags: UInt8 = 0, from first: UInt64, to body: inout [UInt8]) -> Int {
        appendOrigin(origin, to: &body)
        let place = body.count
        body.append(flags)
        body.append(varint: first)
        return place
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
