/// What turned out to be lost of nobody knows which channels, in that order: all that are used may have lost it.
///
/// It is kept once for all of them. A channel takes notice of what is new before anything else is added to it, and when it
/// is asked what it has lost; see ``Losses/take(_:of:record:offset:)``. So a loss costs the same however many there are.
struct CommonLosses: Sendable {
    /// How many are kept, in some 5 MB; a reader that stands before more is overtaken.
    ///
    /// As many gaps come in fifty frames: who is told in each turn stands before a few thousand at most.
    static let limit = 65_536

    private struct CommonLoss {
        var origin: Int?
        var numbers: ClosedRange<UInt64>

        /// The last of them that had come or was lost by then.
        var reached: UInt64

        /// How many messages all up to here were together; it may have begun anew at zero.
        var sum: Sum

        /// See ``LostCount/first``.
        var first: UInt64

        /// Of which group it is: of one origin, each behind the one before it.
        var group: Int
    }

    /// A sum of messages, as ``LostCount`` counts them.
    private struct Sum {
        var most: UInt64 = 0
        var fresh: UInt64 = 0

        static func + (sum: Sum, messages: LostCount) -> Sum {
            Sum(most: sum.most &+ messages.most, fresh: sum.fresh &+ messages.fresh)
        }
    }

    private var entries = SlidingArray<CommonLoss>()

    /// How many messages those were that are not kept any more.
    private var goneSum = Sum()

    /// Whether nobody was told of the newest.
    private var isNew = false

    /// The number of the first that is kept.
    var start: Int { entries.start }

    /// How many there ever were.
    var end: Int { entries.end }

    /// Adds a loss, of which the entries up to one have come or are lost.
    mutating func append(_ messages: LostCount, in numbers: ClosedRange<UInt64>, upTo reached: UInt64, of origin: Int?)
    {
        let last = entries.last
        let continues = last.map { $0.origin == origin && $0.numbers.upperBound < numbers.lowerBound } ?? false
        let entry = CommonLoss(
            origin: origin,
            numbers: numbers,
            reached: reached,
            sum: (last?.sum ?? goneSum) + messages,
            first: messages.first,
            group: (last?.group ?? 0) + (continues ? 0 : 1)
        )
        entries.append(entry)
        isNew = true
        guard entries.count > Self.limit else { return }
        goneSum = entries[entries.start].sum
        entries.removeAll(below: entries.end - Self.limit, leaving: entry)
    }

    /// Whether there are some of which those who use channels were not told; from now on they are.
    mutating func takeNews() -> Bool {
        defer { isNew = false }
        return isNew
    }

    /// The first of a stretch, with those that continue it, as one.
    ///
    /// - Parameters:
    ///   - range: Which ones; the first is kept.
    ///   - record: Where the channel stood that asks.
    ///   - offset: Where its frames ended.
    /// - Returns: The loss, and the number of the one behind it.
    func first(in range: Range<Int>, record: Int, offset: Int) -> (loss: Loss, end: Int) {
        let group = entries[range.lowerBound].group
        let end = min(range.upperBound, entries.partition { $0.group <= group })
        return (joined(range.lowerBound..<end, record: record, offset: offset), end)
    }

    /// The last of a stretch, with those that it continues, as one.
    ///
    /// - Returns: The loss, and the number of its first part; `nil` when that is not kept.
    func last(in range: Range<Int>, record: Int, offset: Int) -> (loss: Loss, start: Int)? {
        guard range.lowerBound >= start else { return nil }
        let group = entries[range.upperBound - 1].group
        let first = max(range.lowerBound, entries.partition { $0.group < group })
        return (joined(first..<range.upperBound, record: record, offset: offset), first)
    }

    private func joined(_ range: Range<Int>, record: Int, offset: Int) -> Loss {
        let (first, last) = (entries[range.lowerBound], entries[range.upperBound - 1])
        let before = range.lowerBound > start ? entries[range.lowerBound - 1].sum : goneSum
        return Loss(
            origin: first.origin,
            numbers: first.numbers.lowerBound...last.numbers.upperBound,
            reached: last.reached,
            messages: LostCount(
                most: last.sum.most &- before.most,
                fresh: last.sum.fresh &- before.fresh,
                since: first.first
            ),
            record: record,
            offset: offset
        )
    }
}
