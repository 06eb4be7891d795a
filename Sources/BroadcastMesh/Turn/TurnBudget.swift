/// How much work one turn of a node may do, so that everybody else is served soon and timers are true.
///
/// Work is counted and not timed, so that a run can be repeated: each kind has a price that was measured, in
/// nanoseconds on the machine on which the promise is tested. What finds the budget spent is put off, and comes first
/// in the next turn. Whoever is served does one bounded portion, so a turn goes over by one portion of each kind of work at
/// the most. Done whole, and paid for afterwards, are the list of a room's users, a batch of datagrams, and a message of JSON.
struct TurnBudget {
    /// What a turn may spend: with what cannot be put off, it stays below 15 ms.
    static let turn = 8_000_000

    /// The least that it can be given: each eighth of it, as which it is shared out, is something.
    static let least = 8

    /// What it costs to take in or to send one message or frame.
    static let message = 500

    /// What it costs to move a kilobyte in or out: copied, unmasked, hashed and stored.
    static let kilobyte = 700

    /// What a call to the kernel costs that moves bytes.
    static let call = 1500

    /// What a call costs that sends something small to one client, and what each kilobyte more.
    ///
    /// A client on the same machine gets it within that call; who is one of thousands is in no cache. A kilobyte takes a third
    /// of this where clients read, and two to five times as much where the kernel has to keep it and finds memory for it
    /// first.
    static let send = 6000
    static let sentKilobyte = 1000

    /// What it costs to answer one request, and to take apart a kilobyte of heads.
    static let request = 10_000
    static let headKilobyte = 4000

    /// What it costs to take apart, to write anew and to keep one message of a chat.
    static let chatMessage = 8000

    /// What it costs to take apart a kilobyte of JSON at worst: of numbers and commas; of long strings it is a tenth.
    static let jsonKilobyte = 12_000

    /// What it costs to name one user of a room: found, put in its place, compared and encoded.
    static let user = 1000

    /// What it costs to look whether what is said of a channel has changed, and to say it anew.
    static let look = 50
    static let channelLine = 1000

    /// What it costs to look whether a reader is to get a message.
    static let record = 60

    /// What one channel's clients are given at a time, before it is the next one's turn.
    static let slice = 1_000_000

    /// What it costs to wait for the disk: more than one good one takes, so that few of those who make the others wait for
    /// it are served in one turn.
    static let wait = 1_000_000

    /// What it costs to take in a connection.
    static let connection = 25_000

    /// What it costs to tell a client why it is closed, and to wait until it has gone.
    static let farewell = 8000

    /// What it costs that a client goes, whoever closed it: taken out of its channel, and its socket closed.
    static let departure = 20_000

    /// What it costs to look by which session a user holds a name, of which every second one is said anew: hashes, and two
    /// entries.
    static let session = 5000

    /// What one side of a handshake costs that proves a key.
    static let handshake = 250_000

    /// What it costs to find out that a datagram is to be turned away, and whether people were told of the like.
    static let knock = 5000

    /// What the whole turn may spend of which this is the rest, or a part, in nanoseconds.
    let whole: Int

    /// What is left of this turn, in nanoseconds.
    private(set) var left: Int

    /// Starts a turn, or a part of one with a budget of its own, in nanoseconds.
    init(_ amount: Int = TurnBudget.turn, of whole: Int = TurnBudget.turn) {
        left = amount
        self.whole = whole
    }

    /// Whether the turn may go on to somebody else.
    var isOpen: Bool { left > 0 }

    /// Pays so many nanoseconds.
    mutating func spend(_ amount: Int) {
        left -= amount
    }

    /// Pays for work that was done.
    ///
    /// - Parameters:
    ///   - calls: How often the kernel was called.
    ///   - bytes: How many bytes were moved.
    ///   - messages: How many messages or frames were taken apart or made.
    mutating func spend(calls: Int = 0, bytes: Int = 0, messages: Int = 0) {
        left -= calls * Self.call + ((bytes * Self.kilobyte) >> 10) + messages * Self.message
    }

    /// Pays for having waited for the disk.
    mutating func spend(waits: Int) {
        left -= waits * Self.wait
    }

    /// Pays for connections that were taken in.
    mutating func spend(connections: Int) {
        left -= connections * Self.connection
    }

    /// Pays for parts of handshakes.
    mutating func spend(handshakes: Int) {
        left -= handshakes * Self.handshake
    }

    /// Pays for datagrams that may have been turned away: see ``SealedDatagrams/isKnock(_:)``.
    mutating func spend(knocks: Int) {
        left -= knocks * Self.knock
    }

    /// Pays for what TLS of clients cost beside that, in nanoseconds.
    mutating func spend(sealing amount: Int) {
        left -= amount
    }

    /// Pays for bytes that were sent to a client, or to each of some.
    mutating func spend(sends: Int = 1, of bytes: Int) {
        left -= sends * Self.price(ofSending: bytes)
    }

    /// Pays for requests that were answered.
    mutating func spend(requests: Int) {
        left -= requests * Self.request
    }

    /// Pays for bytes of requests that were taken apart.
    mutating func spend(headBytes: Int) {
        left -= (headBytes * Self.headKilobyte) >> 10
    }

    /// Pays for messages of a chat that a client sent.
    mutating func spend(chatMessages: Int) {
        left -= chatMessages * Self.chatMessage
    }

    /// Pays for bytes of JSON that were taken apart.
    mutating func spend(jsonBytes: Int) {
        left -= (jsonBytes * Self.jsonKilobyte) >> 10
    }

    /// Pays for a list of users that was made.
    mutating func spend(users: Int) {
        left -= users * Self.user
    }

    /// Pays for what is said of channels.
    mutating func spend(channelLines: Int, looks: Int) {
        left -= channelLines * Self.channelLine + looks * Self.look
    }

    /// Pays for records of messages that were looked at for a reader.
    mutating func spend(records: Int) {
        left -= records * Self.record
    }

    /// What it costs to send so many bytes to a client.
    static func price(ofSending bytes: Int) -> Int { send + ((bytes * sentKilobyte) >> 10) }
}
