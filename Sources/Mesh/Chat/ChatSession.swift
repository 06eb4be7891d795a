import JSON

/// What a chat client must remember to miss nothing, see nothing twice and lose nothing that was typed.
///
/// A value without socket, clock or dice: it is told what happened and when, in monotonic nanoseconds, and answers with
/// actions. The page of the chat has the same one in JavaScript.
///
///     joining ──first event──▶ open ⇄ lost        a refusal, or leaving, ends it
struct ChatSession {
    /// How far it is.
    enum Phase: Equatable {
        case joining, open, lost, over
    }

    /// How long a node may take to answer who dials.
    static let patience: Int64 = 5_000_000_000

    /// How long a node may take to answer who asks whether it is there.
    static let probePatience: Int64 = 4_000_000_000

    /// After how long a silent node is asked.
    static let quietTime: Int64 = 30_000_000_000

    /// It is not asked more often than this.
    static let probeInterval: Int64 = 10_000_000_000

    /// The reason of an end that the person wanted.
    static let leaving = "you left"

    /// More messages than any channel holds.
    static let everything = 1_000_000_000

    /// The longest wait before the next round of dialing.
    static let longestWait: Int64 = 20_000_000_000

    let username: String
    let channel: String?
    let secret: String
    let history: Int
    let home: String

    /// How far it is.
    var phase = Phase.joining

    /// The nodes in the order in which they are dialed.
    var nodes: [String]

    /// The node that we are on, or were last.
    var address: String

    /// What that node calls itself, once it has said so.
    var here: String?

    /// Whether that node knows positions and keys.
    var canResume = false

    /// When ``handleTimer(at:chance:)`` must be called; `nil` for never.
    var deadline: Int64?

    var own = OwnMessages()
    var position = ReadPosition()
    var shown = RecentSet()
    var present: PresentUsers
    var dialed: Int?
    var failures = 0
    var heardAt: Int64 = 0
    var probedAt = Int64.min
    var isProbing = false

    /// Describes somebody who is about to join.
    ///
    /// - Parameters:
    ///   - username: The name.
    ///   - channel: The channel; `nil` for the one that nodes take for granted.
    ///   - secret: What proves to a node that the name is ours, 16 to 128 characters that nobody guesses.
    ///   - history: How many messages of before to be shown.
    ///   - home: The node to begin with, as `http://host:port`.
    init(username: String, channel: String?, secret: String, history: Int, home: String) {
        self.username = username
        self.channel = channel
        self.secret = secret
        self.history = history
        self.home = home
        present = PresentUsers(own: username)
        address = home
        nodes = [home]
    }

    /// Whether something may be said now: it goes out at once, or as soon as there is a node.
    var canPost: Bool {
        (phase == .open || phase == .lost && canResume) && own.waiting.count < OwnMessages.waitingLimit
    }
}

// MARK: What the person does

extension ChatSession {
    /// Comes in.
    mutating func join(at now: Int64) -> [ChatAction] {
        dial(0, at: now)
    }

    /// Goes; what no node has confirmed is given up, and said to be.
    mutating func leave() -> [ChatAction] {
        phase == .over ? [] : giveUp(Self.leaving)
    }

    /// Says something, now or when a node is there; only while ``canPost``.
    ///
    /// - Parameters:
    ///   - text: What to say.
    ///   - key: What nobody else says, nor this person a second time.
    /// - Returns: What is to be done.
    mutating func post(_ text: String, key: String) -> [ChatAction] {
        let message = OwnMessages.Message(key: key, text: text)
        if canResume { own.add(message) }
        return phase == .open ? [Self.sending(message)] : []
    }

    /// The process was stopped for a while, or the network is back.
    mutating func handleReturn(at now: Int64) -> [ChatAction] {
        phase == .lost ? dial(0, at: now) : probe(at: now)
    }
}

// MARK: What the socket does

extension ChatSession {
    /// Takes in a text frame.
    mutating func handleFrame(_ text: String, at now: Int64) -> [ChatAction] {
        guard phase != .over, let event = try? JSONValue(parsing: Array(text.utf8).span), event.kind == .object else {
            return []
        }
        heardAt = now
        var actions: [ChatAction] = []
        // The first event says that the name is ours.
        if let dialed {
            let (before, wasLost) = (here, phase == .lost)
            address = nodes[dialed]
            here = event["event"]?.string == "attached" ? event["node"]?.string : nil
            (self.dialed, failures, isProbing, canResume, phase) = (nil, 0, false, false, .open)
            if wasLost { actions.append(.show(.moved(from: before, to: here ?? address))) }
        }
        actions += handle(event)
        schedule()
        return actions
    }

    /// Takes in the end of the WebSocket, or of the attempt to open one.
    ///
    /// - Parameters:
    ///   - code: The close code; 1006 for an end without one.
    ///   - reason: The node's words, or the system's.
    ///   - now: The time.
    ///   - chance: From 0 to 1.
    /// - Returns: What is to be done.
    mutating func handleClose(code: UInt16, reason: String, at now: Int64, chance: Double) -> [ChatAction] {
        switch code {
        case 1008: giveUp(reason)
        case 1009: giveUpLargest(reason) + fail(reason, at: now, chance: chance)
        default: fail(reason, at: now, chance: chance)
        }
    }

    /// Takes in that the deadline has come.
    mutating func handleTimer(at now: Int64, chance: Double) -> [ChatAction] {
        guard let deadline, now >= deadline else { return [] }
        if dialed != nil || isProbing {
            return [.hangUp] + fail("the node does not answer", at: now, chance: chance)
        }
        return phase == .lost ? dial(0, at: now) : probe(at: now)
    }
}
