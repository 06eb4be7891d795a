import Bytes

/// The losses of a channel in the order in which they became known, as far as a reader can still stand before them.
///
/// Those that all channels have are no more than a stretch of ``CommonLosses`` here; each of them has a number, as those that
/// the channel has alone.
struct Losses: Sendable {
    /// How many are kept, a stretch as one; a reader that stands before more of them is overtaken.
    static let limit = 4096

    private struct Numbered {
        /// The number of its first loss.
        var first: Int

        /// Which of the common ones it is; empty for one that the channel has alone.
        var common: Range<Int>

        /// What is lost; of a stretch only where it is.
        var loss: Loss

        var end: Int { first + max(1, common.count) }

        /// Stands where one is gone.
        static var gone: Numbered { Numbered(first: 0, common: 0..<0, loss: .nothing(record: 0, offset: 0)) }
    }

    private var pieces = SlidingArray<Numbered>()

    /// Losses below this were counted by somebody, and do not change any more; a stretch may still get longer behind them.
    private var sealedCount = 0

    /// How many there ever were.
    private(set) var count = 0

    /// The newest, as long as some of it may still change, in a place.
    private func open(at record: Int) -> Numbered? {
        guard let last = pieces.last, last.end > sealedCount, last.loss.record == record else { return nil }
        return last
    }

    /// A loss that begins with a number, with those that continue it, as one.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - limit: How many losses somebody counted: the one that is told of them is not told of those behind.
    ///   - all: The common ones.
    /// - Returns: The loss, and the number of the one behind it; `nil` when it is not known any more.
    func loss(_ number: Int, upTo limit: Int, of all: CommonLosses) -> (loss: Loss, end: Int)? {
        let place = pieces.partition { $0.end <= number }
        guard place < pieces.end, pieces[place].first <= number else { return nil }
        let piece = pieces[place]
        guard !piece.common.isEmpty else { return (piece.loss, piece.end) }
        let first = piece.common.lowerBound + (number - piece.first)
        guard first >= all.start else { return nil }
        let (loss, end) = all.first(
            in: first..<min(piece.common.upperBound, first + (limit - number)),
            record: piece.loss.record,
            offset: piece.loss.offset
        )
        return (loss, number + (end - first))
    }

    /// Adds a loss that the channel has alone; those of one origin in one place are one.
    mutating func append(_ loss: Loss, of all: CommonLosses) {
        guard let last = open(at: loss.record) else { return add(loss) }
        if last.common.isEmpty {
            guard pieces[pieces.end - 1].loss.join(loss) else { return add(loss) }
        } else if let (before, start) = all.last(in: unsealed(last), record: loss.record, offset: loss.offset) {
            var whole = before
            guard whole.join(loss) else { return add(loss) }
            count -= last.common.upperBound - start
            pieces[pieces.end - 1].common = last.common.lowerBound..<start
            if start == last.common.lowerBound { pieces.removeAll(from: pieces.end - 1) }
            add(whole)
        } else {
            add(loss)
        }
    }

    /// Adds some of those that all channels have.
    ///
    /// - Parameters:
    ///   - news: Which ones.
    ///   - all: Has them.
    ///   - record: How many records the channel has.
    ///   - offset: Where its frames end.
    mutating func take(_ news: Range<Int>, of all: CommonLosses, record: Int, offset: Int) {
        var news = news
        if news.lowerBound >= all.start, let last = open(at: record), last.common.isEmpty {
            let (loss, end) = all.first(in: news, record: record, offset: offset)
            if pieces[pieces.end - 1].loss.join(loss) { news = end..<news.upperBound }
        }
        guard let first = news.first else { return }
        // Also where somebody was told of those before, for one is told in every turn, and no turn costs a channel a piece.
        if let last = pieces.last, last.loss.record == record, !last.common.isEmpty, last.common.upperBound == first {
            pieces[pieces.end - 1].common = last.common.lowerBound..<news.upperBound
            count += news.count
        } else {
            add(.nothing(record: record, offset: offset), common: news)
        }
    }

    /// Those of a stretch that nobody counted so far.
    private func unsealed(_ piece: Numbered) -> Range<Int> {
        (piece.common.lowerBound + max(0, sealedCount - piece.first))..<piece.common.upperBound
    }

    private mutating func add(_ loss: Loss, common: Range<Int> = 0..<0) {
        pieces.append(Numbered(first: count, common: common, loss: loss))
        count += max(1, common.count)
        if pieces.count > Self.limit { pieces.removeAll(below: pieces.end - Self.limit, leaving: .gone) }
    }

    /// How many there are, for somebody who is told of them now or knows them already.
    mutating func seal() -> Int {
        sealedCount = count
        return count
    }

    /// Forgets those before which no reader can stand any more.
    mutating func removeAll(before record: Int) {
        pieces.removeAll(below: pieces.partition { $0.loss.record < record }, leaving: .gone)
    }
}

extension Channel {
    /// How many losses there are, for somebody who is told of them now or knows them already.
    mutating func sealLosses() -> Int { losses.count == 0 ? 0 : losses.seal() }

    /// Takes notice that messages with some of these numbers are lost, of which those up to one have come or are lost.
    mutating func noteLoss(
        of messages: LostCount,
        in numbers: ClosedRange<UInt64>,
        upTo reached: UInt64,
        of origin: Int,
        among all: CommonLosses
    ) {
        let loss = Loss(
            origin: origin,
            numbers: numbers,
            reached: reached,
            messages: messages,
            record: records.end,
            offset: frames.end
        )
        losses.append(loss, of: all)
    }

    /// Takes notice of what was lost of nobody knows which channel, up to here.
    mutating func takeLosses(of all: CommonLosses) {
        losses.take(use.commonLossCount..<all.end, of: all, record: records.end, offset: frames.end)
        use.commonLossCount = all.end
    }
}
