import Bytes

/// Two sides of a partition can take one message of a client each, with the same key. All nodes keep the copy that is
/// earlier by (time, ID); the other becomes an *alias* of it: an entry that says no more than which one stays.
extension GossipNode {
    /// How many aliases wait for the message they speak of; with more, they are forgotten, and a client that has
    /// seen only the copy that went must recognise the other by its key.
    static let waitingAliasLimit = 10_000

    /// How often an alias of an alias is followed: each stands for one more side of a partition.
    static let aliasDepth = 16

    /// Posts a message with a key, unless the same author's message with that key is held already.
    ///
    /// - Parameters:
    ///   - channel: A channel that is open.
    ///   - key: The author's key.
    ///   - now: The time.
    ///   - encode: Makes the frame, once the ID and the time are known.
    /// - Returns: The stamp of the new message, or of the one that stays.
    public mutating func post(
        in channel: Int,
        key: MessageKey,
        at now: Moment,
        encode: (Stamp) -> [UInt8]
    ) -> PostResult {
        if let record = table.channels[channel]?.record(of: key) { return .repeated(stamp(of: record)) }
        let time = clock.next(at: now)
        let sequence = origins[ownRun].log.head + 1
        let stamp = Stamp(id: MessageID(node: name, epoch: epoch, sequence: sequence), time: time)
        let frame = encode(stamp)
        precondition(frame.count <= settings.frameBytes, "a frame is larger than peers accept")
        _ = store(frame.span, Span(), in: channel, from: ownRun, time: time, key: key, at: now)
        arrivals.append(Arrival(origin: ownRun, sequence: sequence, link: 0, isLive: true))
        counters.posted += 1
        return .posted(stamp)
    }

    /// Stores a message with a key that came from elsewhere: of two copies the earlier one stays.
    mutating func storeKeyed(
        _ frame: Span<UInt8>,
        in channel: Int,
        from origin: Int,
        time: Int64,
        key: MessageKey,
        at now: Moment
    ) {
        let place = EntryPlace(origin: origin, sequence: origins[origin].log.head + 1)
        guard let rival = table.channels[channel]?.number(of: key),
            let record = table.channels[channel]?.records[rival]
        else {
            _ = store(frame, Span(), in: channel, from: origin, time: time, key: key, at: now)
            return
        }
        let rivalPlace = EntryPlace(origin: record.origin, sequence: record.sequence)
        if (record.time, 0) < (time, 0) || (record.time == time && isBefore(rivalPlace, place)) {
            moveHead(of: origin, at: now) { $0.append(aliasOf: rivalPlace) }
            table.update(channel) { $0.add(alias: place, to: rival) }
        } else {
            // Who is live here has seen the other copy, so this one is kept but not shown.
            _ = store(frame, Span(), in: channel, from: origin, time: time, key: key, isSilent: true, at: now)
            origins[record.origin].log.turnIntoAlias(record.sequence, of: place)
        }
    }

    /// Takes an entry that says that another message stays in its place.
    mutating func apply(aliasOf target: EntryPlace, from origin: Int, at now: Moment) {
        let place = EntryPlace(origin: origin, sequence: origins[origin].log.head + 1)
        if let post = heldPost(at: target) {
            moveHead(of: origin, at: now) { $0.append(aliasOf: target) }
            table.update(post.channel) { $0.add(alias: place, to: post.record) }
        } else if origins[target.origin].log.head < target.sequence, waitingAliases.count < Self.waitingAliasLimit {
            moveHead(of: origin, at: now) { $0.append(aliasOf: target) }
            waitingAliases[target, default: []].append(place)
        } else {
            // The message that stays is gone already; so is this one.
            moveHead(of: origin, at: now) { $0.append(gap: Gap(lower: place.sequence, upper: place.sequence)) }
        }
    }

    /// Gives a message that just arrived the aliases that came before it.
    mutating func adoptWaitingAliases(of place: EntryPlace) {
        guard !waitingAliases.isEmpty, let waiting = waitingAliases.removeValue(forKey: place) else { return }
        guard let post = heldPost(at: place) else { return }
        for alias in waiting { table.update(post.channel) { $0.add(alias: alias, to: post.record) } }
    }

    /// The message at a place, or the one that stays for it.
    private func heldPost(at place: EntryPlace) -> EntryLog.Post? {
        var place = place
        for _ in 0..<Self.aliasDepth {
            switch origins[place.origin].log.piece(at: place.sequence) {
            case .post(let post): return post
            case .alias(let target): place = target
            case .state, .gap, nil: return nil
            }
        }
        return nil
    }

    private func isBefore(_ first: EntryPlace, _ second: EntryPlace) -> Bool {
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }

    private func stamp(of record: MessageRecord) -> Stamp {
        Stamp(id: id(of: record.origin, record.sequence), time: record.time)
    }

    /// Lets the node that posted a message with a key know at once that it is held here too.
    mutating func confirm(_ item: EntryItem, of origin: Int, on number: Int) {
        guard case .post(_, _, _, .some, _) = item, links[number].peer == origins[origin].node else { return }
        if links[number].confirmations.last != origin { links[number].confirmations.append(origin) }
    }
}
