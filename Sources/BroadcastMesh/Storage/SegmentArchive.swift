import Gossip
import Reactor

/// How far a journal was written.
struct JournalMark {
    /// The segment that was written to.
    let number: Int

    /// How long it was, in bytes.
    let bytes: Int
}

/// The complete segments of a journal, and which of them are being rewritten.
struct SegmentArchive {
    /// Whether neighbours are being rewritten.
    enum Folding {
        /// Nobody does.
        case idle

        /// It is known what is to be kept; the disk must have everything that was written until then.
        case waiting(SegmentFold, JournalMark)

        /// A thread does.
        case running

        /// It failed; the next try comes when another segment is complete.
        case resting

        /// Nothing was worth it when so much was held, in bytes: to look again is of no use before another segment is
        /// complete, or much was let go.
        case content(heldBytes: Int)
    }

    /// How many complete segments are open at the most until the disk has them: another is not begun before.
    ///
    /// Each takes a descriptor of the reserve, which peers and refusals share, see ``DescriptorBudget``. Of the
    /// usual length, a good disk has each before the next one is complete; while a slow one is waited for, the segment that is
    /// written to gets longer.
    static let mostOpen = 4

    /// The segments, oldest first.
    private(set) var segments: [ClosedSegment] = []

    private(set) var folding = Folding.idle

    /// How many bytes the files have.
    var bytes: Int { segments.reduce(0) { $0 + $1.bytes } }

    /// How many of them are open until the disk has them.
    var openCount: Int { segments.count { $0.file != nil } }

    /// Adds the newest one.
    mutating func append(_ segment: ClosedSegment) {
        segments.append(segment)
        switch folding {
        case .resting, .content: folding = .idle
        case .idle, .waiting, .running: break
        }
    }

    /// What the disk is to be waited for so that it has all of the segments.
    var steps: [DiskWait.Step] {
        segments.filter { !$0.isSynced }.map(\.step)
    }

    /// Takes notice of what the disk has.
    mutating func noteSynced(_ step: DiskWait.Step) {
        guard let index = segments.firstIndex(where: { $0.name.number == step.name.number }) else { return }
        segments[index].name.isSettled = true
        guard step.bytes >= segments[index].bytes else { return }
        segments[index].isSynced = true
        segments[index].file = nil
    }

    /// The neighbours that are worth rewriting, if any are.
    ///
    /// - Parameters:
    ///   - limit: How long a segment gets, in bytes.
    ///   - heldBytes: How much is held, in bytes.
    ///   - held: How many messages of a segment are held.
    /// - Returns: Their places; `nil` when there are none, or it is not the time to look for them.
    mutating func nextFold(limit: Int, heldBytes: Int, held: (JournalExtent) -> Int) -> Range<Int>? {
        switch folding {
        case .idle: break
        case .content(let before) where before - heldBytes >= FoldPlan.leastWaste(limit: limit): break
        case .waiting, .running, .resting, .content: return nil
        }
        let figures = segments.map { segment in
            FoldPlan.SegmentFigures(
                bytes: segment.bytes,
                messages: segment.extent.messageCount,
                heldMessages: held(segment.extent),
                checkpoint: segment.checkpoint,
                isFolded: segment.isFolded,
                isStuck: segment.isStuck,
                followsHole: segment.followsHole
            )
        }
        let range = FoldPlan.next(figures, limit: limit)
        folding = range == nil ? .content(heldBytes: heldBytes) : .idle
        return range
    }

    /// Keeps a plan until the disk has what was written before it was made.
    mutating func prepareFold(_ fold: SegmentFold, _ mark: JournalMark) {
        folding = .waiting(fold, mark)
    }

    /// Takes notice that neighbours are being rewritten.
    mutating func beginFold() {
        folding = .running
    }

    /// Takes notice that neighbours cannot be rewritten yet.
    mutating func putOffFold() {
        folding = .resting
    }

    /// Takes notice that somebody has removed a segment for which the disk was to be waited: no others wait for it.
    mutating func noteRemoved(_ step: DiskWait.Step) {
        folding = .idle
        guard let index = segments.firstIndex(where: { $0.name.number == step.name.number }) else { return }
        segments[index].isStuck = true
        segments[index].isSynced = true
    }

    /// Whether a thread rewrites neighbours.
    var isFolding: Bool { if case .running = folding { true } else { false } }

    /// Takes notice that rewriting segments failed: those of which one cannot be read stay as they are.
    mutating func failFold(of numbers: [Int], _ error: StorageError) {
        folding = .resting
        guard error.isLostFile else { return }
        let numbers = Set(numbers)
        for index in segments.indices where numbers.contains(segments[index].name.number) {
            segments[index].isStuck = true
        }
    }

    /// Takes notice that segments were rewritten as one.
    mutating func finishFold(of numbers: [Int], _ outcome: SegmentFold.Outcome) {
        folding = .idle
        guard let first = segments.firstIndex(where: { $0.name.number == numbers.first }) else { return }
        let range = first..<(first + numbers.count)
        var extent = extent(of: range)
        extent.keep(messages: outcome.messages)
        let folded = ClosedSegment(
            name: segments[first].name.settled,
            last: last(of: range),
            bytes: outcome.bytes,
            extent: extent,
            isFolded: true,
            followsHole: segments[first].followsHole && !endsHole(range)
        )
        segments.replaceSubrange(range, with: [folded])
    }

    /// The number of the last segment whose contents neighbours have together: be it that of one which was found again
    /// though it had been rewritten with others.
    func last(of range: Range<Int>) -> Int { segments[range].lazy.map(\.last).max() ?? 0 }

    /// Whether nothing is missed any more before neighbours once they are rewritten, since they are the first.
    ///
    /// What was there counts as lost in them, if no segment behind them leaves that to its reader. Put back, it is still read
    /// before them.
    func endsHole(_ range: Range<Int>) -> Bool {
        range.lowerBound == 0 && segments[0].followsHole
            && !segments[range.upperBound...].contains(where: \.isBehindHole)
    }

    /// What neighbours have together.
    func extent(of range: Range<Int>) -> JournalExtent {
        segments[range].dropFirst().reduce(into: segments[range.lowerBound].extent) { $0.append($1.extent) }
    }
}
