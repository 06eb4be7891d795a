/// What positions say of the runs of one node: each that they name, and the earlier ones that those go back to.
///
/// A run says how far its node had the run before it, and every node waits for that (``RunLink``). So an entry of a run
/// says as much of the runs before it, as far back as that goes; an entry of an earlier run goes before what a later one
/// says of it.
extension GossipNode {
    /// What a position says.
    mutating func filter(of position: Position) -> SeenFilter {
        var filter = SeenFilter(Position(position.entries.map(believed)))
        // Whoever comes with it pays `looksPerEntry`, for this as well.
        var paid = Looks()
        settle(&filter, &paid)
        return filter
    }

    /// What is believed of an entry: what the run of this node gives next nobody can have seen.
    ///
    /// A client that has come from an image of this process, which was ahead of it, would hear nothing of what this one says
    /// under the same numbers.
    private func believed(_ id: MessageID) -> MessageID {
        guard isAheadOfOwnRun(id) else { return id }
        return MessageID(node: id.node, epoch: id.epoch, sequence: origins[ownRun].log.head)
    }

    /// Whether an entry is of this node's run, and was never given.
    func isAheadOfOwnRun(_ id: MessageID) -> Bool {
        id.epoch == epoch && id.sequence > origins[ownRun].log.head && number(of: id) == ownRun
    }

    /// Looks again for what a client came with and that was not here, and for what that says of earlier runs.
    ///
    /// It is done whole, in front of a step of its reader, if at all.
    mutating func settle(_ filter: inout SeenFilter, _ looks: inout Looks) {
        guard !filter.isSettled else { return }
        guard filter.mustLook(in: origins, changeCount: lineages.changeCount) else {
            return looks.takeBeside(filter.aheadCount / Self.headsPerLook)
        }
        looks.takeBeside(filter.entryCount * Self.looksPerEntryAgain)
        filter.settle(in: origins)
        coverRuns(beforeClosed: filter.unknown.filter(origins.isOver), in: &filter)
        filter.forgetUnknown(in: origins)
        let oldest = oldestNamed(by: filter)
        for named in filter.named {
            coverRuns(before: named, isOldest: oldest[origins[named].node] == named, in: &filter)
        }
        filter.hide(hidingRuns(of: filter))
        filter.measure()
    }

    /// What it costs to look again for an entry of a position, in looks: 90 µs for nine hundred that nobody has heard of.
    private static let looksPerEntryAgain = 2

    /// Of how many runs it is looked for a look how far they are.
    static let headsPerLook = 8

    /// The oldest run of each node that a client's position names.
    private func oldestNamed(by filter: SeenFilter) -> [Int: Int] {
        var oldest: [Int: Int] = [:]
        for run in filter.named {
            let member = origins[run].node
            if let known = oldest[member], isBefore(known, run) { continue }
            oldest[member] = run
        }
        return oldest
    }

    /// Covers what a run says of those before it, up to one that is named: that says it better.
    ///
    /// Before the oldest that is named the row may be long, and is the same for all who come.
    private mutating func coverRuns(before named: Int, isOldest: Bool, in filter: inout SeenFilter) {
        var place = (run: named, seen: filter.head(of: named, in: origins))
        var length = 0
        while !isOldest || length < Lineage.leastLength {
            guard let (earlier, upTo) = run(before: place.run, seenUpTo: place.seen), filter.cover(earlier, upTo: upTo)
            else { return }
            place = (earlier, upTo)
            length += 1
        }
        let member = origins[named].node
        guard let link = presence.link(of: place.run), place.seen >= link.at else { return }
        let lineage = lineages.lineage(of: place.run, at: member) ?? lineage(of: place.run)
        lineages.note(lineage, at: member)
        filter.inherit(lineage, of: member)
    }

    /// Covers what runs that are over and closed here, and that a position names, say of those before them.
    private func coverRuns(beforeClosed ids: [MessageID], in filter: inout SeenFilter) {
        guard !ids.isEmpty else { return }
        for (name, ids) in Dictionary(grouping: ids, by: \.node) {
            guard let member = origins.member(named: name), let oldest = origins[member: member].runs.first else {
                continue
            }
            let epochs = Set(ids.map(\.epoch))
            for id in ids {
                goBack(from: id.epoch, of: member, seenUpTo: id.sequence, to: origins[oldest].epoch) { link in
                    // One that is named as well says it better, closed or not.
                    origins.run(of: member, epoch: link.epoch).map { filter.cover($0, upTo: link.upTo) }
                        ?? !epochs.contains(link.epoch)
                }
            }
        }
    }

    private func isBefore(_ first: Int, _ second: Int) -> Bool { origins[first].epoch < origins[second].epoch }

    /// What a run says of all before it, for who has seen that it does.
    private func lineage(of run: Int) -> Lineage {
        var lineage = Lineage(run: run)
        var last = (run: run, seen: UInt64.max)
        while let (earlier, upTo) = self.run(before: last.run, seenUpTo: last.seen) {
            lineage.covered[earlier] = upTo
            last = (earlier, upTo)
        }
        return lineage
    }

    /// A position that says the same in fewer entries.
    ///
    /// Also of a run that is over here some other node may hold messages. So such a run stays named unless a later one
    /// tells of it, but for more than ``Position/closedRuns`` of one node.
    ///
    /// - Parameters:
    ///   - position: What a client has seen.
    ///   - channel: The channel that it has seen that in.
    /// - Returns: What it may keep in its place.
    public func shortened(_ position: Position, in channel: Int) -> Position {
        var heads: [Int: UInt64] = [:]
        var unknown: [MessageID] = []
        var over: [MessageID] = []
        for id in position.entries.map(believed) {
            if let run = number(of: id) {
                heads[run] = id.sequence
            } else if origins.isOver(id) {
                over.append(id)
            } else {
                unknown.append(id)
            }
        }
        let open = entries(of: heads, in: channel) { _ in true } + unknown
        return Position(kept(of: over, beside: open, saidBy: heads) + open)
    }

    /// Of runs that are over those that a position goes on to name, the oldest first: the newest, and as many of the
    /// others as there is room for, unless nothing of them can be held anywhere, or what was seen of a later run says it.
    private func kept(
        of over: [MessageID],
        beside open: [MessageID],
        saidBy heads: [Int: UInt64]
    ) -> [MessageID] {
        var kept: [MessageID] = []
        for (name, ids) in Dictionary(grouping: over, by: \.node).sorted(by: { $0.key < $1.key }) {
            guard let member = origins.member(named: name) else { continue }
            let said = said(by: seen(heads, of: member).merging(ids.map { ($0.epoch, $0.sequence) }) { $1 }, of: member)
            var named = open.filter { $0.node == name }.map(\.epoch).sorted(by: >)
            var ends: [MessageID] = []
            for id in ids.sorted(by: { $0.epoch > $1.epoch }) {
                guard id.epoch > origins[member: member].closed.watermark else { break }
                let isRecent = named.count < Position.recentRuns || named[Position.recentRuns - 1] < id.epoch
                let isSaid = id.sequence <= said[id.epoch] ?? 0
                guard isRecent || (!isSaid && ends.count < Position.closedRuns) else { continue }
                ends.append(id)
                named.insert(id.epoch, at: named.firstIndex { $0 < id.epoch } ?? named.count)
            }
            kept += ends.reversed()
        }
        return kept
    }
}
