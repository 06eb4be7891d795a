extension GossipNode {
    /// How many messages of a stretch are still held.
    public func heldMessages(in extent: JournalExtent) -> Int {
        // The order does not matter to a sum.
        extent.ranges.reduce(0) { $0 + origins[$1.key].log.heldPostCount(in: $1.value) }
    }

    /// Prepares to rewrite a stretch of the journal.
    public func fold(_ extent: JournalExtent) -> JournalFold {
        var fold = JournalFold()
        for (origin, range) in extent.ranges.sorted(by: { $0.key < $1.key })
        where origins[origin].number != nil {
            var name: [UInt8] = []
            appendOrigin(origin, to: &name)
            let pieces = foldPieces(of: origin, in: range)
            fold.parts.append(JournalFold.Part(origin: name, first: range.lowerBound, pieces: pieces))
        }
        return fold
    }

    private func foldPieces(of origin: Int, in range: ClosedRange<UInt64>) -> SlidingArray<JournalFold.Piece> {
        let log = origins[origin].log
        var pieces = SlidingArray<JournalFold.Piece>()
        var next = range.lowerBound
        func passOver(to end: UInt64) {
            while next <= end {
                var item: [UInt8] = []
                var piece = log.piece(at: next)
                if case .gap(let gap) = piece {
                    let part = gap.prefix(below: end + 1)
                    item.appendCountedLosses(of: part)
                    piece = .gap(part)
                }
                next += append(piece, to: &item)
                pieces.append(.item(item))
            }
        }
        for run in log.heldRuns(in: range) {
            passOver(to: run.lowerBound - 1)
            pieces.append(.posts(run))
            next = run.upperBound + 1
        }
        passOver(to: range.upperBound)
        return pieces
    }
}
