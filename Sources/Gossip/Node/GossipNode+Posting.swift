import Bytes

extension GossipNode {
    /// Posts a message whose frame is known: two parts that are stored behind each other.
    ///
    /// The frame is what every client of the mesh gets; no other node encodes it again.
    ///
    /// - Parameters:
    ///   - header: The first part, such as the frame's header.
    ///   - payload: The rest.
    ///   - channel: A channel that is open.
    ///   - now: The time.
    /// - Returns: What the message was given.
    public mutating func post(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        in channel: Int,
        at now: Moment
    ) -> Stamp {
        defer { checkInDebugBuilds() }
        let envelope = nextEnvelope(at: now)
        return post(header, payload, envelope, in: channel, at: now)
    }

    /// Posts a message like ``post(_:_:in:at:)``, for who need not know what it was given: a stamp has the node's name, and is
    /// copied on its way.
    public mutating func relay(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        in channel: Int,
        at now: Moment
    ) {
        defer { checkInDebugBuilds() }
        let envelope = nextEnvelope(at: now)
        _ = put(header, payload, notes: Span(), envelope, in: channel, at: now)
    }

    /// Posts a message whose frame says its ID and its time.
    ///
    /// - Parameters:
    ///   - channel: A channel that is open.
    ///   - now: The time.
    ///   - encode: Makes the frame, once the ID and the time are known.
    /// - Returns: What the message was given.
    public mutating func post(in channel: Int, at now: Moment, encode: (Stamp) -> [UInt8]) -> Stamp {
        defer { checkInDebugBuilds() }
        return encodeAndPost(in: channel, at: now, encode)
    }

    /// Posts a message whose frame says its ID and its time, under a key if it has one.
    mutating func encodeAndPost(
        in channel: Int,
        key: MessageKey? = nil,
        at now: Moment,
        _ encode: (Stamp) -> [UInt8]
    ) -> Stamp {
        let envelope = nextEnvelope(key: key, at: now)
        let id = MessageID(node: name, epoch: epoch, sequence: origins[ownRun].log.head + 1)
        let frame = encode(Stamp(id: id, time: envelope.time, rank: envelope.rank))
        return post(frame.span, Span(), envelope, in: channel, at: now)
    }

    /// What the next message of this node's own has on it, which is to be posted now.
    mutating func nextEnvelope(key: MessageKey? = nil, at now: Moment) -> Envelope {
        linkRun(at: now)
        let time = clock.next(at: now)
        return Envelope(time: time, rank: channels.nextRank(at: time), key: key)
    }

    /// Stores a message of this node's own, and says what it was given.
    mutating func post(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        notes: Span<UInt8> = Span(),
        _ envelope: Envelope,
        in channel: Int,
        at now: Moment
    ) -> Stamp {
        let sequence = put(header, payload, notes: notes, envelope, in: channel, at: now)
        let id = MessageID(node: name, epoch: epoch, sequence: sequence)
        return Stamp(id: id, time: envelope.time, rank: envelope.rank)
    }

    /// Stores a message of this node's own.
    ///
    /// - Returns: Its number.
    private mutating func put(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        notes: Span<UInt8>,
        _ envelope: Envelope,
        in channel: Int,
        at now: Moment
    ) -> UInt64 {
        precondition(header.count + payload.count <= settings.frameBytes, "a frame is larger than peers accept")
        let sequence = store(header, payload, notes: notes, envelope, in: channel, from: ownRun, at: now)
        logs.noteArrival(of: ownRun, isLive: true)
        logs.count { $0.posted += 1 }
        return sequence
    }

    /// Makes an entry of this node's own that changes its state.
    ///
    /// - Returns: The entry's number.
    @discardableResult
    mutating func append(_ change: StateChange, at now: Moment) -> UInt64 {
        let time = clock.next(at: now)
        let sequence = origins[ownRun].log.head + 1
        logs.append(state: change.encoded(time: time), time: time, of: ownRun, at: now)
        noteHeadMoved(of: ownRun)
        fold(change, at: sequence, of: ownRun)
        logs.noteArrival(of: ownRun, isLive: true)
        return sequence
    }
}
