import Bytes

extension ClosedRuns {
    /// How many runs one item tells of.
    static let itemLimit = 4096

    /// The places of the runs in parts, each of which has room in an item; one without runs has the watermark.
    var parts: [Range<Int>] {
        stride(from: 0, to: max(runs.count, 1), by: Self.itemLimit)
            .map { $0..<min($0 + Self.itemLimit, runs.count) }
    }

    /// Reads what follows the tag: the watermark, and the runs above it, each by its distance from the one before.
    ///
    /// - Parameters:
    ///   - bytes: The frame's body.
    ///   - cursor: Where it starts; moves behind it.
    ///   - hasLinks: Whether it is told what each says of the run before it; see ``EarlierJournal``.
    /// - Throws: When it is cut off, or a value in it is out of its range.
    init(
        decoding bytes: Span<UInt8>,
        at cursor: inout ByteCursor,
        withLinks hasLinks: Bool = true
    ) throws(TruncatedInput) {
        let watermark = try cursor.varint(in: bytes)
        let messages = try cursor.sequence(in: bytes)
        let count = try cursor.varint(in: bytes)
        guard watermark <= Epoch.limit, count <= UInt64(Self.itemLimit) else { throw TruncatedInput() }
        self.init(watermark: watermark, messages: messages)
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
            let link = hasLinks ? try cursor.runLink(of: run, after: runs.last, in: bytes) : nil
            insert(run, saying: link)
        }
    }
}

extension ByteCursor {
    /// Reads what a closed run says of the one before it.
    fileprivate mutating func runLink(
        of run: ClosedRuns.Run,
        after last: ClosedRuns.Run?,
        in bytes: Span<UInt8>
    ) throws(TruncatedInput) -> RunLink? {
        let number = try varint(in: bytes)
        guard number > 0 else { return nil }
        let link: RunLink
        if number & 1 == 0 {
            guard let last else { throw TruncatedInput() }
            link = RunLink(at: number >> 1, epoch: last.epoch, upTo: last.head)
        } else {
            let distance = try varint(in: bytes)
            guard distance > 0, distance <= run.epoch else { throw TruncatedInput() }
            link = RunLink(at: number >> 1, epoch: run.epoch - distance, upTo: try sequence(in: bytes))
        }
        guard link.at >= 1, link.at <= run.head else { throw TruncatedInput() }
        return link
    }
}

extension [UInt8] {
    /// Appends runs that are over as an item.
    ///
    /// Behind each run stands the number of the entry by which it says which run was before it, doubled: of the one right
    /// before it in this item, up to its head; plus one: of another, whose distance and end follow. Or 0.
    ///
    /// - Parameters:
    ///   - closed: The runs.
    ///   - places: Which of them.
    mutating func append(_ closed: ClosedRuns, _ places: Range<Int>) {
        let item = beginItem(.closedRuns)
        append(varint: closed.watermark)
        append(varint: closed.messages)
        append(varint: UInt64(places.count))
        var last: ClosedRuns.Run?
        for place in places {
            let run = closed.runs[place]
            append(varint: run.epoch - (last?.epoch ?? closed.watermark))
            append(varint: run.head)
            append(varint: run.messages)
            append(closed.link(at: place), of: run, after: last)
            last = run
        }
        endItem(item)
    }

    private mutating func append(_ link: RunLink?, of run: ClosedRuns.Run, after last: ClosedRuns.Run?) {
        guard let link else { return append(varint: 0) }
        let isShort = last?.epoch == link.epoch && last?.head == link.upTo
        append(varint: link.at << 1 | (isShort ? 0 : 1))
        guard !isShort else { return }
        append(varint: run.epoch - link.epoch)
        append(varint: link.upTo)
    }
}
