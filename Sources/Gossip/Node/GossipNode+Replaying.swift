import Bytes

extension GossipNode {
    /// What an entry of a position costs, in looks: nine hundred that nobody has heard of took 1.4 ms.
    static let looksPerEntry = 26

    /// How many runs are passed for a look.
    static let runsPerLook = 32

    /// What a run costs of which a position has to say something, in looks: some eight places in dictionaries, to find what
    /// later runs of its node tell of it.
    static let looksPerHead = 8

    /// A reader who wants everything that a position does not cover, then what is live.
    ///
    /// A position is believed: one that reaches beyond what was ever posted keeps those messages from its own client,
    /// and from nobody else. Nothing of it gets into the logs, and an epoch in it makes no run.
    ///
    /// - Parameters:
    ///   - position: What it has seen.
    ///   - channel: A channel that is open.
    ///   - told: What it was told of before, where it begins anew; then also of what is lost now.
    ///   - looks: Are taken.
    /// - Returns: The reader, and how many messages it has not seen are no longer held, nor was it told of them; where a node
    ///   cannot tell exactly, not fewer than there were.
    public mutating func replay(
        after position: Position,
        in channel: Int,
        beyond told: inout ToldLosses,
        looks: inout Looks
    ) -> (reading: Reading, lost: UInt64) {
        defer { checkInDebugBuilds(.logs) }
        looks.take(position.entries.count * Self.looksPerEntry + origins.placeCount / Self.runsPerLook)
        let filter = filter(of: position)
        let start = firstRecord(in: channel, notIn: filter, &looks)
        let lost = key(of: channel).map {
            lostMessages(of: $0, after: position, seen: filter, beyond: &told, &looks)
        }
        return (reading(in: channel, stage: .backlog(next: start), filter: filter, hearsOfLosses: true), lost ?? 0)
    }

    /// The same for somebody who was told of nothing that he has not passed.
    public mutating func replay(
        after position: Position,
        in channel: Int,
        looks: inout Looks
    ) -> (reading: Reading, lost: UInt64) {
        defer { checkInDebugBuilds(.logs) }
        var told = ToldLosses()
        return replay(after: position, in: channel, beyond: &told, looks: &looks)
    }

    /// A reader who wants the newest messages that are held, in the order of (rank, ID), then what is live.
    ///
    /// - Parameters:
    ///   - count: How many messages.
    ///   - channel: A channel that is open.
    ///   - hearsOfLosses: Whether it is told of messages that turn out to be lost from now on.
    ///   - looks: Are taken, also for its position, which says something of all runs, however little history is asked for.
    /// - Returns: The reader, and where it stands: a position before the first of them.
    public mutating func replay(
        history count: Int,
        in channel: Int,
        hearsOfLosses: Bool = true,
        looks: inout Looks
    ) -> (reading: Reading, position: Position) {
        defer { checkInDebugBuilds(.logs) }
        settleOrder(of: channel)
        var heads = heads
        looks.take(origins.placeCount / Self.runsPerLook + heads.count * Self.looksPerHead)
        guard let content = channels[channel] else { preconditionFailure("a channel was read that is not open") }
        let end = content.records.end
        // One more, to begin behind.
        var passed = 0
        var numbers = content.timeline.order.newest(count == .max ? count : count + 1, passing: &passed) {
            isInHistory($0, of: content, below: end)
        }
        let last = numbers.count > count ? numbers.popLast() : nil
        looks.take(numbers.count + passed)
        lower(&heads, below: numbers, of: content)
        let position = position(of: heads, in: channel)
        looks.take(position.entries.count * Self.looksPerEntry)
        let history = Replay.History(
            last: last.map { place(of: content.records[$0]) },
            left: numbers.count,
            end: end,
            letGoCount: content.timeline.letGoCount
        )
        let filter = filter(of: position)
        let reading = reading(in: channel, stage: .history(history), filter: filter, hearsOfLosses: hearsOfLosses)
        return (reading, position)
    }

    /// Makes of heads those of somebody who has not seen some messages, nor what came behind them in their runs.
    private func lower(_ heads: inout [Int: UInt64], below numbers: [Int], of content: Channel) {
        for number in numbers {
            let record = content.records[number]
            heads[record.origin] = heads[record.origin].map { min($0, record.sequence - 1) }
            // Who has seen another copy would have seen this message.
            for copy in record.key.map({ content.keys.copies(of: $0).map(\.place) }) ?? [] {
                heads[copy.origin] = heads[copy.origin].map { min($0, copy.sequence - 1) }
            }
        }
    }

    /// Where somebody stands who has seen everything of a channel that this node has.
    ///
    /// Of each run that has messages here it says how far it was seen, be they held or not: by naming it, or a later one
    /// that tells of it. So nothing was seen of a run of which it says nothing.
    public func position(in channel: Int) -> Position {
        position(of: heads, in: channel)
    }

    /// The same, for who pays for finding it out.
    public func position(in channel: Int, looks: inout Looks) -> Position {
        let heads = heads
        looks.take(origins.placeCount / Self.runsPerLook + heads.count * Self.looksPerHead)
        return position(of: heads, in: channel)
    }

    /// The heads of the origins of which a position has to say something.
    private var heads: [Int: UInt64] {
        var heads: [Int: UInt64] = [:]
        for origin in origins.numbers where origins[origin].log.head > 0 && !origins[origin].log.isBarred {
            guard presence.isCurrent(origin) || origins[origin].log.hasMessages else { continue }
            heads[origin] = origins[origin].log.head
        }
        return heads
    }

    /// The first record of a channel that a reader has not seen, or the end: each origin is asked for its own.
    func firstRecord(in channel: Int, notIn filter: SeenFilter, _ looks: inout Looks) -> Int {
        guard let content = channels[channel] else { return 0 }
        var first = content.records.end
        for share in content.shares.shares {
            let head = filter.head(of: share.origin, in: origins)
            guard share.newest > head else { continue }
            let record = origins[share.origin].log.firstRecord(above: head, in: channel, &looks)
            first = min(first, record ?? first)
        }
        return first
    }

    /// Whether retention let go of what a reader would get next.
    public func isOvertaken(_ reading: Reading, in channel: Int) -> Bool {
        guard let content = channels[channel] else { return false }
        switch reading.replay?.stage {
        case .backlog(let next): return next < content.records.start
        case .history: return false
        case nil:
            let cursor = reading.cursor
            // What is passed over anyway may be gone.
            return !content.frames.holds(cursor) && !reading.isOwn(cursor)
                && content.silentRange(from: cursor)?.contains(cursor) != true
        }
    }

    private mutating func reading(
        in channel: Int,
        stage: Replay.Stage,
        filter: SeenFilter,
        hearsOfLosses: Bool
    ) -> Reading {
        Reading(
            Replay(stage: stage, filter: filter, letGoCount: channels[channel]?.timeline.letGoCount ?? 0),
            lossCount: logs.sealLosses(of: channel),
            hearsOfLosses: hearsOfLosses
        )
    }

    /// Brings what came late to a channel to its place in the order of ranks.
    mutating func settleOrder(of channel: Int) {
        logs.settleOrder(of: channel)
    }

    /// Where a message stands in the order of history.
    func place(of record: MessageRecord) -> Replay.Place {
        Replay.Place(rank: record.rank, origin: record.origin, sequence: record.sequence)
    }

    /// The number of the run that an ID is of.
    func number(of id: MessageID) -> Int? {
        origins.number(of: id)
    }

    /// The ID of an entry.
    func id(of origin: Int, _ sequence: UInt64) -> MessageID {
        MessageID(node: origins[member: origins[origin].node].name, epoch: origins[origin].epoch, sequence: sequence)
    }
}
