import Bytes

/// What the flags of a frame of entries say.
enum EntriesFlag {
    /// The entries came on the eager path, all the way from their origin.
    static let live: UInt8 = 1

    /// The entries, or none, end an answer.
    static let endOfAnswer: UInt8 = 2

    /// The entries are part of an answer.
    static let answer: UInt8 = 4
}

extension GossipNode {
    /// Takes entries of one origin: applies what is next, holds back what is above something missing.
    mutating func handleEntries(_ body: Span<UInt8>, on number: Int, at now: Moment) throws(TruncatedInput) {
        let frame = try EntriesFrame(decoding: body, frameLimit: settings.frameBytes, rule: settings.frameRule)
        logs.count { $0.work.items += frame.work }
        guard let origin = origin(frame.run, in: body, at: now) else { return }
        let isLive = frame.has(EntriesFlag.live)
        if frame.has(EntriesFlag.answer) { links[number].incoming.noteAnswer(at: now) }
        if isLive { links[number, origin: origin].noteOtherSource() }
        let headBefore = origins[origin].log.head
        handleItems(of: frame, in: body, of: origin, on: number, at: now)
        if let head = frame.shownHead, head > 0 { noteHead(head, of: origin, on: number) }
        confirmState(of: origin)
        releaseLaterRuns(of: origin, at: now)
        if frame.has(EntriesFlag.answer), origins[origin].log.head > headBefore {
            repair.noteProgress(of: origin, by: number, at: now)
        }
        if frame.has(EntriesFlag.endOfAnswer) {
            repair.endAnswer(of: origin, on: number, head: origins[origin].log.head, at: now)
        }
        // Datagrams overtake each other: what seems to be missing may be just behind.
        pursue(origin, isOverdue: isLive && links[number].transport == .udp, at: now)
    }

    /// Takes entries, and what stands in their place or beside them, in the order in which they came.
    private mutating func handleItems(
        of frame: EntriesFrame,
        in body: Span<UInt8>,
        of origin: Int,
        on number: Int,
        at now: Moment
    ) {
        // Of a gap that was cut, one cannot tell whether it hides a change of the state.
        var knowsState = true
        var names = settings.limits.namesInParts
        for item in frame.items {
            switch item.content {
            case .post, .state, .unknown:
                let isLive = frame.has(EntriesFlag.live)
                handleEntry(item, in: body, of: origin, isLive: isLive, on: number, at: now)
            case .gap(let gap) where knowsState:
                handleGap(gap.gap(from: item.sequence), of: origin, on: number, naming: &names, at: now)
            case .gap:
                repair.noteTried(number, for: origin)
            case .snapshot(let stateSequence, let state):
                knowsState = adopt(state, at: stateSequence, of: origin, from: number, at: now)
            case .closedRuns(let closed):
                adopt(closed, of: origins[origin].node, from: number, at: now)
            case .logHash(let hash) where settings.dialect.knowsHashes:
                compare(hash: hash, upTo: item.sequence - 1, of: origin, on: number)
            case .note, .countedLosses, .floor, .logHash:
                break
            }
        }
    }

    /// Takes an entry: it is a duplicate, or the next one, or waits for what is missing below it.
    private mutating func handleEntry(
        _ item: EntriesFrame.Item,
        in body: Span<UInt8>,
        of origin: Int,
        isLive: Bool,
        on number: Int,
        at now: Moment
    ) {
        let head = origins[origin].log.head
        if item.sequence <= head { compare(body.extracting(item.range), item.sequence, of: origin, on: number) }
        guard item.sequence > head, origin != ownRun else {
            return handleDuplicate(item.sequence, of: origin, isLive: isLive, on: number)
        }
        if case .post = item.content { links[number].statistics.countReceivedMessage() }
        let isNext = item.sequence == head + 1
        guard isNext, !mustWait(item.content, of: origin, on: number, at: now) else {
            hold(item, in: body, of: origin, isLive: isLive, on: number)
            // What is held already may wait for something else, and counts.
            if isNext { _ = waitsForEarlierRun(origin, at: now) }
            return
        }
        apply(item.content, in: body, of: origin, isLive: isLive, from: links[number].serial, at: now)
        if isLive { carryOut(trees.noteDelivery(of: origin, by: number)) }
        applyEarlyEntries(of: origin, at: now)
    }

    /// Holds an entry back until what is missing below it is here.
    private mutating func hold(
        _ item: EntriesFrame.Item,
        in body: Span<UInt8>,
        of origin: Int,
        isLive: Bool,
        on number: Int
    ) {
        var channel: ChannelKey?
        if case .post(let head, _) = item.content {
            channel = ChannelKey(kind: head.kind, name: body.array(in: head.channel))
        }
        let (bytes, serial) = (body.array(in: item.range), links[number].serial)
        repair.hold(
            HeldEntry(sequence: item.sequence, item: bytes, channel: channel, isLive: isLive, link: serial),
            of: origin
        )
    }

    /// Applies the entry right above the head.
    mutating func apply(
        _ item: EntryItem,
        in body: Span<UInt8>,
        of origin: Int,
        isLive: Bool,
        from link: Int,
        at now: Moment
    ) {
        let sequence = origins[origin].log.head + 1
        switch item {
        case .post(let head, let frame):
            clock.witness(head.envelope.time, at: now)
            let channel = logs.channel(head.kind, named: body.extracting(head.channel))
            var envelope = head.envelope
            envelope.rank = channels.believable(envelope.rank, at: now)
            let notes = body.extracting(head.notes)
            _ = store(body.extracting(frame), Span(), notes: notes, envelope, in: channel, from: origin, at: now)
            presence.noteStateless(upTo: sequence, of: origin)
            logs.count { $0.received += 1 }
            if envelope.key != nil { confirm(origin) }
        case .state(let change, let time, let bytes):
            clock.witness(time, at: now)
            logs.append(state: body.array(in: bytes), time: time, of: origin, at: now)
            noteHeadMoved(of: origin)
            logs.count { $0.work.changes += 1 }
            fold(change, at: sequence, of: origin)
        case .unknown(let time, let bytes):
            clock.witness(time, at: now)
            logs.append(state: body.array(in: bytes), time: time, of: origin, at: now)
            noteHeadMoved(of: origin)
            presence.noteStateless(upTo: sequence, of: origin)
        case .gap, .snapshot, .closedRuns, .logHash, .countedLosses, .floor, .note:
            preconditionFailure("what stands for entries was applied as one")
        }
        logs.noteArrival(of: origin, over: link, isLive: isLive)
    }
}
