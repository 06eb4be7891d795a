import Gossip

extension Journal {
    /// The neighbours that are worth rewriting now, if any are; they are being rewritten from here on.
    func takeFold(with gossip: GossipNode) -> SegmentFold? {
        guard !isFolding, !hasFoldingFailed else { return nil }
        let figures = closed.map { segment in
            FoldPlan.Figures(
                bytes: segment.bytes,
                messages: segment.extent.messageCount,
                heldMessages: gossip.heldMessages(in: segment.extent),
                isFolded: segment.isFolded
            )
        }
        guard let range = FoldPlan.next(figures, limit: segmentLimit) else { return nil }
        isFolding = true
        return SegmentFold(
            directory: directory,
            node: node,
            numbers: closed[range].map(\.number),
            content: gossip.fold(extent(of: range)),
            syncs: fsync != .none
        )
    }

    /// Takes notice of what became of the segments that were rewritten.
    func finishFold(of numbers: [Int], _ result: Result<SegmentFold.Outcome, StorageError>) {
        isFolding = false
        guard case .success(let outcome) = result else {
            hasFoldingFailed = true
            return
        }
        figures.bytes += outcome.bytes
        guard let first = closed.firstIndex(where: { $0.number == numbers.first }) else { return }
        let range = first..<(first + numbers.count)
        var extent = extent(of: range)
        extent.keep(messages: outcome.messages)
        let folded = ClosedSegment(number: numbers[0], bytes: outcome.bytes, extent: extent, isFolded: true)
        closed.replaceSubrange(range, with: [folded])
    }

    private func extent(of range: Range<Int>) -> JournalExtent {
        closed[range].dropFirst().reduce(into: closed[range.lowerBound].extent) { $0.append($1.extent) }
    }
}
