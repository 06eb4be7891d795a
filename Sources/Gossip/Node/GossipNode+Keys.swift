import Bytes

extension GossipNode {
    /// Posts a message with a key, unless the same author's message with that key is held already.
    ///
    /// - Parameters:
    ///   - channel: A channel that is open.
    ///   - key: The author's key.
    ///   - earlier: What that may have been before; see ``MessageKey/earlier(_:by:salt:)``.
    ///   - now: The time.
    ///   - encode: Makes the frame, once the ID and the time are known.
    /// - Returns: The stamp of the new message, or of the copy that stands.
    public mutating func post(
        in channel: Int,
        key: MessageKey,
        orEarlier earlier: [MessageKey] = [],
        at now: Moment,
        encode: (Stamp) -> [UInt8]
    ) -> PostResult {
        defer { checkInDebugBuilds() }
        if let stamp = heldMessage(in: channel, key: key, orEarlier: earlier) { return .repeated(stamp) }
        return .posted(encodeAndPost(in: channel, key: key, at: now, encode))
    }

    /// Posts a message whose frame is known, and which has notes or a key, unless one with that key is held already.
    ///
    /// - Parameters:
    ///   - header: The first part of the frame.
    ///   - payload: The rest.
    ///   - notes: What belongs to it beside the frame, at most 255 bytes: for those who frame it in another way. It is
    ///     stored and travels with the message, but nodes of an earlier version lose it.
    ///   - channel: A channel that is open.
    ///   - key: The author's key, if it has one.
    ///   - earlier: What that may have been before; see ``MessageKey/earlier(_:by:salt:)``.
    ///   - now: The time.
    /// - Returns: The stamp of the new message, or of the copy that stands.
    public mutating func post(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        notes: Span<UInt8>,
        in channel: Int,
        key: MessageKey? = nil,
        orEarlier earlier: [MessageKey] = [],
        at now: Moment
    ) -> PostResult {
        defer { checkInDebugBuilds() }
        precondition(notes.count <= MessageRecord.notesLimit, "the notes of a message are longer than 255 bytes")
        if let key, let stamp = heldMessage(in: channel, key: key, orEarlier: earlier) { return .repeated(stamp) }
        let envelope = nextEnvelope(key: key, at: now)
        return .posted(post(header, payload, notes: notes, envelope, in: channel, at: now))
    }

    /// The stamp of the message of an author that is held, if there is one of that key.
    private mutating func heldMessage(in channel: Int, key: MessageKey, orEarlier earlier: [MessageKey]) -> Stamp? {
        guard let content = channels[channel],
            let number = content.keys.number(of: key) ?? earlier.lazy.compactMap({ content.keys.number(of: $0) }).first
        else { return nil }
        mark(.repetitionFound)
        return stamp(of: content.records[number])
    }

    private func stamp(of record: MessageRecord) -> Stamp {
        Stamp(id: id(of: record.origin, record.sequence), time: record.time, rank: record.rank)
    }

    /// Whether a second node holds, or held, a message that this one holds.
    public func isHeldElsewhere(_ id: MessageID) -> Bool { secondCopy(of: id) == .held }

    /// What is known of a second copy of a message.
    ///
    /// What another node took, that one held. What a run of this node took, be it one of before a restart, a neighbour
    /// must have confirmed while it was held here; of one run neighbours confirm it in the order of posting, but for messages
    /// that are too long for them.
    ///
    /// - Parameter id: A message that this node holds or held.
    /// - Returns: Whether a second node holds it, or can still say so.
    public func secondCopy(of id: MessageID) -> SecondCopy {
        guard id.node == name else { return .held }
        guard let origin = id.epoch == epoch ? ownRun : number(of: id) else { return .never }
        // What was let go before it was passed on is a gap to the others, and they confirm that as well.
        guard case .post = origins[origin].log.piece(at: id.sequence) else { return .never }
        return origins[origin].confirmed.secondCopy(of: id.sequence)
    }

    /// Takes notice of how much of a run of this node a neighbour holds.
    mutating func noteConfirmation(_ head: UInt64, of origin: Int, on number: Int) {
        let limit = links[number].peer?.frameLimit ?? .max
        logs.noteConfirmation(head, of: origin, frameLimit: limit < settings.frameBytes ? limit : nil)
        mark(.copyConfirmed)
    }

    /// Lets the node that posted a message with a key know at once that it is held here, whichever way it came.
    mutating func confirm(_ origin: Int) {
        for number in links.indices where links[number].isUp && links[number].peer?.member == origins[origin].node {
            links[number].outbox.confirm(origin)
        }
    }
}
