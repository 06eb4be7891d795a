/// A gap that is taken in parts, and how far it is.
struct GapUnderWay {
    /// What may be lost of it, and is not counted yet.
    var account: GapAccount

    /// Whether nobody else may hold any of it, and so what is lost is told with its first part.
    let isTakenWhole: Bool

    /// Whether it was told.
    var isTold = false

    /// The serial of the link over which it came.
    let link: Int
}

/// What gaps a node takes cost in a turn, and those that were more than a turn had time for.
///
/// A gap of thirty bytes may stand for a million entries: it is taken in as many parts as entries wait here that others
/// sent, and all who use a channel may have to be told.
struct Gaps {
    /// How many looks at entries that wait, at counts and at channels cost as much as one entry that is taken in.
    static let looksPerItem = 4

    private var left: Int
    private let atOnce: Int

    /// When the turn began, in monotonic nanoseconds.
    private var turn = Int64.min
    private var underWay: [Int: GapUnderWay] = [:]

    /// Starts with none.
    init(atOnce: Int) {
        self.atOnce = atOnce
        left = atOnce
    }

    /// Whether there is time for more in this turn.
    var isOpen: Bool { left > 0 }

    /// Whether a gap of an origin waits for the next turn.
    func isUnderWay(of origin: Int) -> Bool { underWay[origin] != nil }

    /// Takes time for something.
    mutating func spend(_ items: Int) { left -= items }

    /// Takes notice of the time: a later one is that of another turn.
    mutating func note(_ now: Moment) { if now.monotonic != turn { beginTurn(at: now) } }

    /// Begins a turn.
    mutating func beginTurn(at now: Moment) { (left, turn) = (atOnce, now.monotonic) }

    /// Has a gap wait.
    mutating func putOff(_ gap: GapUnderWay, of origin: Int) { underWay[origin] = gap }

    /// Takes out the gap of an origin that waits, if there is one.
    mutating func takeUnderWay(of origin: Int) -> GapUnderWay? { underWay.removeValue(forKey: origin) }
}
