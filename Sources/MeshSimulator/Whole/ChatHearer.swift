/// What the judge knows of one client of the chat, all its connections together.
struct ChatHearer: Sendable {
    /// What one message with a key was answered with on one connection.
    struct Answers: Sendable, Equatable {
        /// How often it was sent.
        var sent = 0

        /// How often it was said to be held once, and twice.
        var once = 0
        var twice = 0
    }

    /// Where the newest message of an origin stands that it has heard.
    struct Newest: Sendable {
        /// Its number.
        var sequence: Int

        /// Its time, in milliseconds.
        var time: Double
    }

    /// A question about history.
    struct Question: Sendable {
        /// The message before which it asks, and for how many.
        var before: String
        var count: Int
    }

    /// What happened on the connection that it has.
    struct Connection: Sendable {
        /// Which of all its connections it is.
        var serial = 0

        /// The node that took it in, as that said.
        var node = ""

        /// When it was attached.
        var attachedAt: Int64?

        /// Who is there, as it was told; `nil` before.
        var users: [String: String]?

        /// How many messages it was told are lost.
        var lost = 0

        /// The time of the newest message that it has heard, in milliseconds.
        var newest = 0.0

        /// What it asked for the history before, and has no answer about.
        var questions: [Question] = []

        /// The messages that were sent once and that it has heard on it, by ID, and where they stand.
        var heard: [String: HistoryPlace] = [:]

        /// What it sent with keys, and what came of that.
        var answers: [String: Answers] = [:]
    }

    /// Who it is.
    let name: String

    /// How many messages had been said when it was attached for the first time; `nil` before.
    var since: Int?

    /// What it has heard; and what exactly, in which order, if it is the auditor.
    var heard = Bitset()
    var lines: [ChatLine] = []

    /// Under which IDs it has heard each message, and on which of its connections.
    var copies: [Int: [String: Int]] = [:]

    /// The newest message that it has heard of each origin.
    var newest: [String: Newest] = [:]

    /// The time of the newest message that it has heard on any connection, in milliseconds.
    var newestTime = 0.0

    /// How many messages it was told are lost, on all connections.
    var lost = 0

    /// Before which messages it was told that there are more.
    var hasMore: [HistoryPlace] = []

    /// What happened on this one.
    var connection = Connection()

    /// What it sent again in the end, and the ID that this was answered with.
    var reminder: (key: String, id: String?)?

    /// Begins without a connection.
    init(_ name: String) { self.name = name }
}
