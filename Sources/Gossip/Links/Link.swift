/// What carries a link.
public enum LinkTransport: String, Sendable {
    /// A stream: nothing is lost while it is up.
    case tcp

    /// Datagrams: any of them can be lost, doubled or late.
    case udp
}

/// A connection to a neighbour: a cursor into what arrived here, and what is known of the other side.
struct Link {
    /// Where a link is in its life.
    enum Phase {
        /// The number is free.
        case free

        /// Our greeting is on its way, the peer's has not come.
        case greeting

        /// Both know who the other is.
        case open

        /// To be closed by the shell: nothing is read or sent any more.
        case closing
    }

    var phase = Phase.free
    var transport = LinkTransport.tcp

    /// Whether the peer greeted and was accepted.
    var hasGreeted = false

    /// Whether the peer showed that it hears us too: it sent more than its greeting, and nobody does before ours came.
    ///
    /// Until then the link is not up: where only one direction works, bytes alone would keep up half a link.
    var isConfirmed = false

    /// Whether the peer's whole clock has come.
    var hasClock = false

    /// Whether the time to announce heads has come, so that they go out as soon as there is room.
    var isAnnouncementDue = false

    /// When to announce ``unannounced``.
    var announceAt = Int64.max

    /// The next arrival to be sent or announced.
    var cursor = 0

    /// Frames that stand ready, to be sent before everything else.
    var control: [UInt8] = []

    /// Origins to be asked for, pruned, grafted with the next output.
    var asks: [Ask] = []
    var prunes: [Int] = []
    var grafts: [Int] = []

    /// Origins of which the peer waits to hear that we have them.
    var confirmations: [Int] = []

    /// What the peer asked for, in the order of the questions.
    var answers = SlidingArray<Answer>()

    /// The next number of an origin to put into our clock; `nil` once all were sent.
    var clockCursor: Int?

    /// Counts the links of this process: the number in the table is used again, this is not.
    var serial = 0

    /// When the next probe is due, when something last arrived, when an answer last did; monotonic nanoseconds.
    var probeAt: Int64 = 0
    var heardAt: Int64 = 0
    var answeredAt = Int64.min

    /// The part of a frame that has arrived so far.
    var input: [UInt8] = []

    /// The large frames that the other side is in the middle of sending, by its numbers.
    var unfinished: Range<UInt64> = 0..<0

    /// Origins whose heads the peer is to hear of, each once.
    var unannounced: [Int] = []

    var statistics = LinkStatistics()

    /// Whom this side dialed; `nil` when the peer did.
    var expectedPeer: String?

    /// The peer's number among the nodes, once ``phase`` is open.
    var peer = 0

    /// The peer's process, once ``phase`` is open.
    var peerNonce: UInt64 = 0

    /// The longest frame of a message that the peer takes, in bytes; it gets a gap in the place of a longer one.
    var peerFrameLimit = Int.max

    /// When both clocks last had one hash, or the peer was last asked for its own since they had not.
    var agreedAt: Int64 = 0

    /// When the whole clock may be asked for again.
    var clockRequestAt: Int64 = 0

    /// The smoothed time there and back, in nanoseconds.
    var roundTrip: Int64?

    /// Whether there is something to be sent beside what just arrived here.
    func hasNews(at now: Moment) -> Bool {
        if clockCursor != nil || !answers.isEmpty || !asks.isEmpty || !prunes.isEmpty || !grafts.isEmpty { return true }
        return !confirmations.isEmpty || isAnnouncementDue || announceAt <= now.monotonic
    }
}

/// A question for entries of one origin.
struct Ask {
    var origin: Int
    var lower: UInt64
    var upper: UInt64
}

/// A question of a peer that is being answered.
struct Answer {
    var origin: Int
    var next: UInt64
    var upper: UInt64

    /// The peer's state of this origin has everything up to here.
    var stateSequence: UInt64

    /// How many bytes were sent.
    var sentBytes = 0
}
