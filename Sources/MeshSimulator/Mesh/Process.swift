import Gossip

/// One run of the program on a host: the real core, and what the shell around it remembers.
struct Process {
    /// Where it runs.
    let host: Int

    /// The core.
    var node: GossipNode

    /// What keeps strangers out of its UDP links.
    var gate: PathGate

    /// What it believes of its host's clock.
    var clock = WallClock()

    /// Whether it has not died.
    var isAlive = true

    /// Whether it takes clients.
    var isReady = false

    /// The connection behind each link, by the link's number; `nil` for a free number.
    var links: [LinkEnd?] = []

    /// The numbers of the chat and of the relay.
    var channels: [Int]

    /// What is still to happen to it.
    var turn = Turn()

    /// What somebody who was there from the start saw of it.
    var witnessed: Witnessed

    /// What the live clients of the chat were sent.
    var place: AudiencePlace

    /// How many travellers it knows of.
    var seatCount = 0
}

extension Process {
    /// What is still to happen to it.
    struct Turn {
        /// Whether it has something to do before time goes on.
        var isDirty = false

        /// What happens to it within the stretch of time that is next.
        var inbox: [EventQueue<Event>.Entry] = []

        /// When the earliest timer event in the queue is due.
        var timerAt = Int64.max

        /// How many timers were due in which second.
        var timers: (second: Int64, count: Int) = (0, 0)
    }

    /// What somebody who was there from the start saw of it.
    struct Witnessed {
        /// What it gets of each channel.
        var observers: [Reader]

        /// How many messages had come when the process was last looked at.
        var messageCount = 0

        /// Every message that was stored, second copies included.
        var stored = Bitset()

        /// How many messages were counted as lost before the process was started again.
        var lostBefore = 0

        /// The newest time that the process has seen in a message, as far as it believes it, since its clock was last
        /// set back.
        var newestTime: Int64 = 0

        /// The highest rank of a message that the process has stored.
        var newestRank: Int64 = 0

        /// What its host's clock has shown.
        var clock: WitnessedClock

        /// After how many hops each message came, if that is measured.
        var hops: [UInt8] = []
    }

    /// How many messages it counts as lost.
    var lostCount: Int { witnessed.lostBefore + Int(node.counters.lost) }
}

/// Which end of which connection a link is.
struct LinkEnd: Sendable, Equatable {
    var connection: Int

    /// 0 for who dialed, 1 for who was dialed.
    var end: Int
}

/// Somebody who uses the mesh from outside.
struct Client {
    /// The process it is attached to.
    var process: Int

    /// What it reads.
    var reader: Reader

    /// What its node held before it came.
    var before: Bitset

    /// Its name, and its hold on it.
    var username: String?
    var claim: Claim?
}
