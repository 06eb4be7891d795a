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

        /// Whether a node has taken it on: it was answered, or somebody heard it.
        var isAccepted = false
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

        /// Whether it wants back what it says.
        var echoes: Bool

        /// Whether it goes on where it was on its connections before.
        var goesOn = false

        /// How many messages it was told are not held any more.
        var told = 0

        /// How much it asked for of what was said before it came.
        var history = 0

        /// How many messages had been posted on its channel when it was open; and how many of the first were to be
        /// there then.
        var since = 0
        var settled = 0

        /// What it has heard, in that order.
        var heard = Bitset()
        var order: [Int] = []
    }

    /// One channel.
    struct Channel: Sendable {
        /// What was posted, and where each stands in it: by sender and number.
        var messages: [Message] = []
        var numbers: [[Int]: Int] = [:]

        /// The connections that are open, by guest; and those that were.
        var listeners: [Int: Listener] = [:]
        var past: [Listener] = []
    }
}
