/// What is known of channels: what was posted on each, and who listens.
extension RelayJudge {
    /// Something that was posted.
    struct Message: Sendable {
        /// What.
        var content: RelayMessage

        /// The run of the node that took it in, if it was sent once; and on which of its connections its sender was.
        var run: RunName
        var serial: UInt64

        /// How often it was sent, and when the last time.
        var sends = 1
        var saidAt: Int64

        /// Whether a node has taken it on, or two have.
        var acceptance = Acceptance()
    }

    /// A run of a node; a negative one is a run of which nothing else is known.
    struct RunName: Hashable, Sendable {
        /// The host, and which of its runs it is.
        var host: Int
        var run: Int32
    }

    /// One connection of one client.
    struct Listener: Sendable {
        /// Whose it is, and which.
        var guest: Int
        var serial: UInt64

        /// Which run of a node took it in.
        var run = RunName(host: -1, run: -1)

        /// Whether it wants back what it says.
        var echoes: Bool

        /// Whether it goes on where it was on its connections before.
        var goesOn = false

        /// What it first reads of what was said before, in the order of history.
        var history = History()

        /// How many messages it was told are not held any more: on all its connections, and on this one.
        var told = (all: 0, here: 0)

        /// How many messages had been posted on its channel when it was open.
        var since = 0

        /// What it has heard, in that order.
        var heard = Bitset()
        var order: [Int] = []

        /// How often it has heard again what it had heard.
        var again: [Int: Int] = [:]

        /// The newest message that it has heard of each run, as the IDs say.
        var newest: [String: Int] = [:]
    }

    /// What somebody first reads of what was said before it came.
    struct History: Sendable {
        /// How many messages; `nil` for who goes on, or cannot say.
        var count: Int?

        /// What its node had brought to others by then.
        var known = Bitset()

        /// How many of the first that were posted had to be everywhere by then.
        var settled = 0
    }

    /// One channel.
    struct Channel: Sendable {
        /// What was posted, and where each stands in it: by sender and number.
        var messages: [Message] = []
        var numbers: [[Int]: Int] = [:]

        /// Where each stands, as somebody was told who is told that.
        var places: [Int: HistoryPlace] = [:]

        /// As what each was answered.
        var names: [Int: [OriginPlace]] = [:]

        /// What each run of a node has brought to somebody.
        var shown: [RunName: Bitset] = [:]

        /// What a run of a node had brought to others when a guest went there.
        var known: [Int: (run: RunName, shown: Bitset)] = [:]

        /// The connections that are open, by guest; and those that were.
        var listeners: [Int: Listener] = [:]
        var past: [Listener] = []
    }

    /// Whether a guest hears something that was said before it came.
    func isPast(_ hearing: RelayHearing, _ guest: Int, on channel: String) -> Bool {
        guard let (speaker, count) = RelayMessage.read(hearing.bytes), let channel = channels[channel],
            let number = channel.numbers[[speaker, count]], let listener = channel.listeners[guest]
        else { return false }
        return number < listener.since
    }

    /// The newest message of each run of which anybody was told on any channel.
    var heads: [String: Int] {
        var heads: [String: Int] = [:]
        for place in channels.values.flatMap(\.places.values).map(\.place) {
            heads[place.origin] = max(heads[place.origin] ?? 0, place.sequence)
        }
        return heads
    }

    /// How often somebody posted something, on all channels.
    var sendCount: Int { channels.keys.reduce(0) { $0 + sendCount(on: $1) } }

    /// How often somebody posted something on a channel.
    func sendCount(on channel: String) -> Int { (channels[channel]?.messages ?? []).reduce(0) { $0 + $1.sends } }
}
