/// The entries that a position has, and what they say.
///
/// A position says of each run with messages that its node knew of how far it was seen. So of a run that it neither names
/// nor has a later one tell of nothing was seen, wherever it stands among those that are named: another node may know of
/// it, and a run that began without a disk, far from all who knew it, does not tell of it.
extension GossipNode {
    /// The position of somebody who has seen runs up to these entries in a channel.
    ///
    /// The newest runs of a node that run or have messages there are always named: on a node that has not heard of one of
    /// them, nothing is said of those that are left out.
    ///
    /// - Parameters:
    ///   - heads: Up to where runs were seen, by number; all that have messages here.
    ///   - channel: The channel.
    /// - Returns: The position.
    func position(of heads: [Int: UInt64], in channel: Int) -> Position {
        let shares = channels[existing: channel].shares
        var entries = entries(of: heads, in: channel) { presence.isCurrent($0) || shares.contains($0) }
        for member in Set(heads.keys.map { origins[$0].node }).sorted()
        where !origins[member: member].closed.isEmpty {
            for (run, _) in closedRuns(of: member, unsaidBy: seen(heads, of: member)).suffix(Position.closedRuns) {
                entries.append(
                    MessageID(node: origins[member: member].name, epoch: run.epoch, sequence: run.head)
                )
            }
        }
        return Position(entries)
    }

    /// The entries that tell of runs that were seen so far.
    ///
    /// - Parameters:
    ///   - heads: Up to where, by number.
    ///   - channel: The channel that they were seen in.
    ///   - isNamed: Whether a run is named also where a later one tells of it, as long as few of its node are.
    /// - Returns: The entries, those of each node the oldest first.
    func entries(of heads: [Int: UInt64], in channel: Int, isNamed: (Int) -> Bool) -> [MessageID] {
        var entries: [MessageID] = []
        for member in Set(heads.keys.map { origins[$0].node }).sorted() {
            let said = said(by: seen(heads, of: member), of: member)
            var ofMember: [MessageID] = []
            for run in origins[member: member].runs.all.reversed() {
                guard let head = heads[run] else { continue }
                let isSaid = isSeen(run, from: head, upTo: said[origins[run].epoch] ?? 0, in: channel)
                let canGo = head == 0 || ofMember.count >= Position.recentRuns || !isNamed(run)
                if !isSaid || !canGo { ofMember.append(id(of: run, head)) }
            }
            entries += ofMember.reversed()
        }
        return entries
    }

    /// Whether who has seen a run up to an entry has seen it up to a later one: a run ends with entries that are no messages, and
    /// with messages of other channels.
    private func isSeen(_ run: Int, from head: UInt64, upTo end: UInt64, in channel: Int) -> Bool {
        guard head < end else { return head == end }
        let log = origins[run].log
        guard end <= log.head, let posts = log.heldPostCounts(in: head + 1...end, limit: Self.entriesBehind),
            let gaps = log.gaps(in: head + 1...end, limit: Self.entriesBehind)
        else { return false }
        let key = channels[existing: channel].key
        return posts[channel] == nil && !gaps.contains { $0.messages(of: key) > 0 }
    }

    /// How many messages and gaps of a run are looked at behind the last that was seen.
    private static let entriesBehind = 64

    /// How many messages of a channel are no longer held that who comes with a position has not seen, at most.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - position: What a client has seen.
    ///   - filter: What that says here.
    ///   - told: What it was told of before, and is told of now.
    ///   - looks: Are taken.
    /// - Returns: How many; where a node cannot tell exactly, not fewer than there were.
    func lostMessages(
        of channel: ChannelKey,
        after position: Position,
        seen filter: SeenFilter,
        beyond told: inout ToldLosses,
        _ looks: inout Looks
    ) -> UInt64 {
        var lost: UInt64 = 0
        var ends: [UInt64: UInt64] = [:]
        let shares = channels.number(of: channel).map { channels[existing: $0].shares }
        for origin in origins.numbers where origins[origin].log.hasLosses {
            // Of most of those of which it is not known here yet whether they were seen, all was.
            guard !filter.hides(origin, in: origins) || shares?.contains(origin) == true else { continue }
            var end = told.end(of: origins[origin], seen: filter.head(of: origin, in: origins))
            let count = origins[origin].log.lostMessages(above: end, in: channel, &looks)
            lost = lost.adding(count)
            if count > 0 { end = lastBeforeHeld(above: end, of: origin, in: channel, &looks) }
            ends[origins[origin].identity] = end
        }
        told.replace(by: ends)
        return lost.adding(lostMessages(ofRunsClosedAfter: position))
    }

    /// How many messages of closed runs a position does not cover, at most: of which channels they were is not known.
    private func lostMessages(ofRunsClosedAfter position: Position) -> UInt64 {
        var seen: [Int: [UInt64: UInt64]] = [:]
        for id in position.entries {
            guard let member = origins.member(named: id.node), !origins[member: member].closed.isEmpty else { continue }
            seen[member, default: [:]][id.epoch] = id.sequence
        }
        var lost: UInt64 = 0
        for member in origins.members.indices where !origins[member: member].closed.isEmpty {
            let closed = origins[member: member].closed
            let seen = seen[member] ?? [:]
            let newest = seen.keys.max() ?? 0
            if newest < closed.watermark { lost = lost.adding(closed.messages) }
            for place in closed.runs.partition(isBelow: { $0.epoch <= newest })..<closed.runs.endIndex {
                lost = lost.adding(closed.runs[place].messages)
            }
            for (epoch, head) in seen {
                guard let run = closed.run(epoch), head < run.head else { continue }
                lost = lost.adding(min(run.messages, run.head - head))
            }
            for (run, upTo) in closedRuns(of: member, unsaidBy: seen) {
                lost = lost.adding(min(run.messages, run.head - upTo))
            }
        }
        return lost
    }

    /// The closed runs with messages, between those of a node that were seen, of which these do not tell as far as they
    /// went: the oldest first, and up to where they do.
    private func closedRuns(
        of member: Int,
        unsaidBy seen: [UInt64: UInt64]
    ) -> [(run: ClosedRuns.Run, upTo: UInt64)] {
        guard let oldest = seen.keys.min(), let newest = seen.keys.max(), oldest < newest else { return [] }
        let runs = origins[member: member].closed.runs
        let places = runs.partition { $0.epoch <= oldest }..<runs.partition { $0.epoch < newest }
        guard places.contains(where: { runs[$0].messages > 0 && seen[runs[$0].epoch] == nil }) else { return [] }
        let said = said(by: seen, of: member)
        return places.compactMap { place in
            let (run, upTo) = (runs[place], said[runs[place].epoch] ?? 0)
            return run.messages > 0 && seen[run.epoch] == nil && upTo < run.head ? (run, upTo) : nil
        }
    }

    /// Up to where runs of a node were seen, by epoch.
    func seen(_ heads: [Int: UInt64], of member: Int) -> [UInt64: UInt64] {
        var seen: [UInt64: UInt64] = [:]
        for run in origins[member: member].runs.all { seen[origins[run].epoch] = heads[run] }
        return seen
    }

    /// Up to where runs of a node that were seen so far say that others of them were seen, by epoch, be those closed or
    /// not.
    func said(by seen: [UInt64: UInt64], of member: Int) -> [UInt64: UInt64] {
        var said: [UInt64: UInt64] = [:]
        let oldest = seen.keys.min() ?? 0
        for (epoch, head) in seen {
            goBack(from: epoch, of: member, seenUpTo: head, to: oldest) { link in
                // From there on it says itself what was seen.
                guard seen[link.epoch] != nil else { return true }
                said[link.epoch] = max(said[link.epoch] ?? 0, link.upTo)
                return false
            }
        }
        return said
    }
}
