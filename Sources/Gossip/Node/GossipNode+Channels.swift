import Bytes

extension GossipNode {
    /// The channels of this node, by number; a number without a channel is free.
    public var channels: ChannelTable {
        _read { yield table }
    }

    /// Finds a channel or makes it, and keeps it until it is closed as often.
    ///
    /// - Parameters:
    ///   - kind: The name space.
    ///   - name: The name, in UTF-8, at most 256 bytes.
    /// - Returns: The channel's number.
    public mutating func openChannel(_ kind: ChannelKind, named name: [UInt8]) -> Int {
        precondition(name.count <= ChannelKey.nameLimit, "a channel's name is longer than 256 bytes")
        let number = table.number(ofOrMaking: ChannelKey(kind: kind, name: name))
        table.update(number) { $0.retainCount += 1 }
        return number
    }

    /// Lets go of a channel; it goes away once nobody uses it and it holds nothing.
    public mutating func closeChannel(_ number: Int) {
        table.update(number) { $0.retainCount -= 1 }
        table.removeIfUnused(number)
    }

    /// Moves the numbers of the channels whose frames grew since the last call to the end of `numbers`.
    public mutating func takeGrownChannels(into numbers: inout [Int]) {
        table.takeGrown(into: &numbers)
    }

    /// What retention charges for all messages of this node, in bytes: what they take, with everything that they cost.
    public var messageMemory: Int { table.chargedBytes }

    /// Adds a message to its channel and to its origin's log; the log's head moves on.
    mutating func store(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        in channel: Int,
        from origin: Int,
        time: Int64,
        key: MessageKey? = nil,
        at now: Moment
    ) -> UInt64 {
        let sequence = origins[origin].log.head + 1
        let identity = origins[origin].identity &+ mixed(sequence &* 0x9E37_79B9 ^ UInt64(bitPattern: time))
        // A time further ahead does not decide what is kept: see `AheadOfTime`.
        let latest = now.wall + HybridClock.tolerance
        let record = table.update(channel) { channel in
            channel.append(
                head,
                tail,
                from: origin,
                sequence: sequence,
                time: time,
                countingUpTo: latest,
                identity: identity,
                key: key,
                isBefore: { origins.isBefore($0, $1) }
            )
        }
        table.markGrown(channel)
        table.enqueue(channel, at: min(time, latest))
        moveHead(of: origin, at: now) { $0.append(post: channel, record: record) }
        return sequence
    }

    /// Moves a log's head, and with it what is derived from all heads.
    mutating func moveHead(of origin: Int, at now: Moment, by change: (inout EntryLog) -> Void) {
        clockHash &-= origins[origin].clockHash
        change(&origins[origin].log)
        clockHash &+= origins[origin].clockHash
        journal?.noteChange(of: origin)
        origins[origin].changedAt = now.monotonic
        changedAt = now.monotonic
        // Nearly always it is the run that the node was in before.
        if !presence.isCurrent(origin) { noteRun(origin) }
    }
}
