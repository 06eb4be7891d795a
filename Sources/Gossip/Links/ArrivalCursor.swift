/// A place in what arrived here, up to which a peer was sent it or is about to hear of it.
///
/// Where the link is lazy, the peer hears of heads: they are gathered for a while first, and each is told once.
struct ArrivalCursor {
    /// The next arrival to be sent or announced.
    private(set) var next = 0

    /// Origins whose heads the peer is to hear of, each once.
    private(set) var unannounced: [Int] = []

    /// When to announce ``unannounced``, in monotonic nanoseconds; never is `Int64.max`.
    private(set) var announceAt = Int64.max

    /// Whether that time has come, so that heads go out as soon as there is room.
    private var isDue = false

    /// Starts at an arrival.
    mutating func begin(at arrival: Int) {
        next = arrival
    }

    /// Goes past the next arrival.
    mutating func advance() {
        next += 1
    }

    /// Has the peer hear of an origin's head, of which it does not yet, at a time or sooner.
    mutating func announce(_ origin: Int, by time: Int64) {
        unannounced.append(origin)
        announceAt = min(announceAt, time)
    }

    /// Goes to an arrival, past others, and has the peer hear of these origins' heads now, and of those that it was to hear
    /// of before.
    mutating func skip(to arrival: Int, announcing origins: [Int], at now: Moment) {
        next = arrival
        unannounced += origins
        announceAt = now.monotonic
    }

    /// Takes notice that time has passed.
    mutating func handleTimers(at now: Moment) {
        guard announceAt <= now.monotonic else { return }
        announceAt = .max
        isDue = true
    }

    /// Whether heads are to be announced as soon as there is room.
    func isAnnouncementDue(at now: Moment) -> Bool { isDue || announceAt <= now.monotonic }

    /// Takes the origins whose heads the peer is to hear of.
    mutating func takeUnannounced() -> [Int] {
        announceAt = .max
        isDue = false
        var taken: [Int] = []
        swap(&taken, &unannounced)
        return taken
    }
}
