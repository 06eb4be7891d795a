/// The way of one client through a channel, as long as it does not stand with the live ones.
///
///     history ──everything older was read──▶ backlog ──┐
///                                               ▲      ├── the live clients' place is reached, and nothing that is
///     position ─────────────────────────────────┘      │   behind it was seen elsewhere ──▶ live
///     fell behind the live clients ────────────────────┘
///
/// It never gets past the place of the live clients, so that it can meet them there.
public struct Reading: Sendable {
    /// The offset of the next frame that was not sent, unless it reads history or what it missed.
    public private(set) var cursor: Int

    /// How many of the channel's losses it has passed.
    private(set) var lossCount: Int

    /// Whether the client wants to hear of losses.
    let hearsOfLosses: Bool

    /// The frames ahead that the client posted itself and is not sent.
    private(set) var ownFrames: [Range<Int>] = []

    /// What it reads before it goes on from the cursor: none or one, in an array since most readers have none.
    private var replays: [Replay] = []

    /// How many ranges of own frames are kept; with more, a client should not post until they are passed.
    public static let mostOwnRanges = 64

    /// Goes on from where the live clients are, or were.
    public init(from place: AudiencePlace, hearsOfLosses: Bool) {
        cursor = place.offset
        lossCount = place.lossCount
        self.hearsOfLosses = hearsOfLosses
    }

    /// Reads history, or what was missed; all losses up to now were told.
    init(_ replay: Replay, lossCount: Int, hearsOfLosses: Bool) {
        cursor = 0
        self.lossCount = lossCount
        self.hearsOfLosses = hearsOfLosses
        replays = [replay]
    }

    /// What it reads before it goes on from the cursor.
    var replay: Replay? { replays.first }

    /// Whether it reads history or what it missed: what that gave, it cannot give again.
    public var isReplaying: Bool { !replays.isEmpty }

    /// What it takes to keep what its client has seen and that is not here, in bytes: it reads by itself until that comes.
    public var unsettledBytes: Int { replays.first?.filter.unsettledBytes ?? 0 }

    /// Whether runs are hidden from it, since it is not known here whether its client has seen them.
    var hidesRuns: Bool { !replays.isEmpty && !replays[0].filter.hidden.isEmpty }

    /// Whether it has less than ``mostOwnRanges`` to skip.
    public var hasRoomForOwnFrames: Bool { ownFrames.count < Self.mostOwnRanges }

    /// Adds frames that the client is not sent; they lie behind all that were added.
    public mutating func skip(_ range: Range<Int>) {
        if let last = ownFrames.indices.last, ownFrames[last].upperBound == range.lowerBound {
            ownFrames[last] = ownFrames[last].lowerBound..<range.upperBound
        } else {
            ownFrames.append(range)
        }
    }

    /// Takes back frames that were given last and that the client's socket had no room for.
    ///
    /// - Parameter offset: Where the first of them begins.
    /// - Returns: Whether they will be given again; if not, they must be kept somewhere else.
    public mutating func rewind(to offset: Int) -> Bool {
        guard replays.isEmpty else { return false }
        cursor = offset
        return true
    }

    /// Changes what it reads before it goes on from the cursor.
    mutating func updateReplay<Result>(_ body: (inout Replay) -> Result) -> Result {
        body(&replays[0])
    }

    /// Takes notice that everything before `offset` was read.
    mutating func finishReplay(at offset: Int) {
        replays = []
        move(to: offset)
    }

    /// Moves on.
    mutating func move(to offset: Int) {
        cursor = offset
        forgetOwnFrames(upTo: offset)
    }

    /// Forgets the frames that the client posted itself and that it is past for good.
    mutating func forgetOwnFrames(upTo offset: Int) {
        while let own = ownFrames.first, own.upperBound <= offset { ownFrames.removeFirst() }
    }

    /// Forgets frames that the client posted itself, and none that touch them: those may have to stay.
    mutating func forgetOwnFrames(_ range: Range<Int>) {
        guard let index = ownFrames.firstIndex(where: { $0.overlaps(range) }) else { return }
        let own = ownFrames[index]
        let rest = [own.lowerBound..<range.lowerBound, range.upperBound..<own.upperBound]
        ownFrames.replaceSubrange(index...index, with: rest.filter { !$0.isEmpty })
    }

    /// Moves on over a loss.
    mutating func passLosses(upTo count: Int) {
        lossCount = count
    }

    /// Whether the client posted the frame at `offset` and is not sent it.
    func isOwn(_ offset: Int) -> Bool {
        ownFrames.contains { $0.contains(offset) }
    }
}

/// What a reader gets next.
public enum ReadingStep: Equatable, Sendable {
    /// Frames that lie at these offsets of the channel's log, in one chunk.
    case frames(Range<Int>)

    /// So many messages are not to be had here that the client has not seen, or may not have seen; and the entry up to which
    /// it need not be told of them again, where they are of one run that can be named: who replaces the entry of that run in
    /// its position by it, unless that is behind it, misses nothing by that.
    case lost(UInt64, upTo: MessageID?)

    /// Nothing now: ask again when the live clients have moved.
    case wait

    /// Everything was read: the reader stands with the live clients.
    case live(LivePermit)

    /// What was next is no longer held.
    case overtaken
}
