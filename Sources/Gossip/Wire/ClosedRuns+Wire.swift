import Bytes

extension ClosedRuns {
    /// How many runs one item tells of.
    static let itemLimit = 4096

    /// The closed runs in parts, each of which has room in an item; the last has the watermark.
    var parts: [ClosedRuns] {
        stride(from: runs.start, to: max(runs.end, runs.start + 1), by: Self.itemLimit).map { start in
            var part = SlidingArray<Run>()
            for place in start..<min(start + Self.itemLimit, runs.end) { part.append(runs[place]) }
            return ClosedRuns(watermark: watermark, messages: messages, runs: part)
        }
    }

    /// Reads what follows the tag: the watermark, and the runs above it, each by its distance from the one before.
    init(decoding bytes: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        let watermark = try cursor.varint(in: bytes)
        let messages = try cursor.sequence(in: bytes)
        let count = try cursor.varint(in: bytes)
        guard watermark <= Epoch.limit, count <= UInt64(Self.itemLimit) else { throw TruncatedInput() }
        var runs = SlidingArray<Run>()
        var epoch = watermark
        for _ in 0..<count {
            let distance = try cursor.varint(in: bytes)
            guard epoch <= Epoch.limit, distance <= Epoch.limit else { throw TruncatedInput() }
            epoch += distance
            let head = try cursor.sequence(in: bytes)
            let messages = try cursor.sequence(in: bytes)
            guard distance > 0, epoch <= Epoch.limit, messages <= head,
                let run = Run(epoch: epoch, head: head, messages: messages)
            else { throw TruncatedInput() }
            runs.append(run)
        }
        self.init(watermark: watermark, messages: messages, runs: runs)
    }
}

extension [UInt8] {
    /// Appends runs that are over as an item.
    mutating func append(_ closed: ClosedRuns) {
        append(EntryItem.Tag.closedRuns.rawValue)
        append(varint: closed.watermark)
        append(varint: closed.messages)
        append(varint: UInt64(closed.runs.count))
        var epoch = closed.watermark
        for place in closed.runs.start..<closed.runs.end {
            let run = closed.runs[place]
            append(varint: run.epoch - epoch)
            append(varint: run.head)
            append(varint: run.messages)
            epoch = run.epoch
        }
    }
}
