/// Runs of which a reader is given nothing as long as it is not known whether its client has seen them.
extension GossipNode {
    /// Below which runs of nodes, by number, it is not known here yet what a position says of those that it left out.
    ///
    /// Only a run that is here some day tells of those before it, and only what has enough later ones named was left out.
    func hidingRuns(of filter: SeenFilter) -> [Int: UInt64] {
        var epochs: [Int: UInt64] = [:]
        for run in filter.named where presence.link(of: run) == nil && filter.isAhead(run) {
            epochs[origins[run].node] = max(epochs[origins[run].node] ?? 0, origins[run].epoch)
        }
        for id in filter.unknown {
            guard let member = origins.member(named: id.node) else { continue }
            epochs[member] = max(epochs[member] ?? 0, id.epoch)
        }
        return epochs.reduce(into: [:]) { ends, newest in
            ends[newest.key] = filter.recentEpochs[origins[member: newest.key].name].map { min($0, newest.value) }
        }
    }

    /// Whether less may be hidden from a reader by now than when it last had a step: then it is to have another.
    ///
    /// What decides that is an entry of any channel, or of none, so its own channel may have gained nothing.
    ///
    /// - Parameters:
    ///   - reading: The reader.
    ///   - looks: Are taken.
    /// - Returns: Whether it may be.
    public func mayHideLess(from reading: Reading, looks: inout Looks) -> Bool {
        guard reading.hidesRuns, let filter = reading.replay?.filter else { return false }
        looks.take(filter.aheadCount / Self.headsPerLook)
        return filter.hasNews(in: origins, changeCount: lineages.changeCount)
    }

    /// Takes notice that a reader gets a message, and so that positions say from then on that earlier runs were seen, be
    /// it that they are hidden from it.
    ///
    /// The message does not wait for them: what would tell of them may never come.
    ///
    /// - Parameters:
    ///   - record: The message.
    ///   - content: Its channel.
    ///   - reading: The reader.
    ///   - looks: Are taken, be there any left or not.
    /// - Returns: How many messages that are hidden it does not get any more; whether it has seen them nobody here knows.
    func passHiddenRuns(
        before record: MessageRecord,
        of content: Channel,
        by reading: inout Reading,
        _ looks: inout Looks
    ) -> UInt64 {
        guard let replay = reading.replay, !replay.filter.hidden.isEmpty else { return 0 }
        let filter = replay.filter
        var passed: [Int: UInt64] = [:]
        var place = (run: record.origin, seen: record.sequence)
        while let (earlier, upTo) = run(before: place.run, seenUpTo: place.seen),
            !filter.named.contains(earlier), filter.head(of: earlier, in: origins) < upTo
        {
            passed[earlier] = upTo
            place = (earlier, upTo)
        }
        reading.updateReplay { replay in
            for (run, upTo) in passed { _ = replay.filter.cover(run, upTo: upTo) }
        }
        let hidden = passed.filter { filter.hides($0.key, in: origins) }
        guard !hidden.isEmpty else { return 0 }
        let records = content.records
        looks.take(records.end - records.start)
        let lost = (records.start..<records.end).count { number in
            let record = records[number]
            guard let upTo = hidden[record.origin], record.sequence <= upTo,
                record.sequence > filter.head(of: record.origin, in: origins)
            else { return false }
            return record.letGoAt.map { $0 > replay.letGoCount } ?? true
        }
        return UInt64(lost)
    }
}
