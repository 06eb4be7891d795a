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
        linkRun(at: now)
        return post(header, payload, in: channel, time: clock.next(at: now), at: now)
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
        linkRun(at: now)
        let time = clock.next(at: now)
        let sequence = origins[ownRun].log.head + 1
        let id = MessageID(node: name, epoch: epoch, sequence: sequence)
        let frame = encode(Stamp(id: id, time: time, rank: channels.nextRank(at: time)))
        return post(frame.span, Span(), in: channel, time: time, key: key, at: now)
    }

    /// Stores a message of this node's own, at a time that was given to it.
    mutating func post(
        _ header: Span<UInt8>,
        _ payload: Span<UInt8>,
        notes: Span<UInt8> = Span(),
        in channel: Int,
        time: Int64,
        key: MessageKey? = nil,
        at now: Moment
    ) -> Stamp {
        precondition(header.count + payload.count <= settings.frameBytes, "a frame is larger than peers accept")
        let rank = channels.nextRank(at: time)
        let sequence = store(
            header,
            payload,
            notes: notes,
            in: channel,
            from: ownRun,
            time: time,
            rank: rank,
            key: key,
            at: now
        )
        logs.noteArrival(of: ownRun, isLive: true)
        logs.count { $0.posted += 1 }
        return Stamp(id: MessageID(node: name, epoch: epoch, sequence: sequence), time: time, rank: rank)
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
