import ChannelProtocol
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

    /// The reason of an end that the person wanted.
    static let leaving = "you left"

    /// More messages than any channel holds.
    static let everything = 1_000_000_000

    /// Who it is that chats.
    let person: ChatParticipant

    /// How far it is.
    var phase = Phase.joining

    /// The nodes.
    var tour: NodeTour<NodeAddress>

    /// What the node calls itself that we are on, or were last, once it has said so.
    var here: String?

    /// Whether that node knows positions and keys.
    var canResume = false

    /// Whether that node is there.
    var liveness = Liveness()

    /// When ``handleTimer(at:chance:)`` must be called; `nil` for never.
    var deadline: Int64?

    /// Whether the person was told that the node is gone.
    var isMissed = false

    /// What the person said.
    var own = OwnMessages()

    /// What was seen of the chat.
    var position = ReadPosition()
    var shown = RecentSet()

    /// Who is there.
    var present: PresentUsers

    /// Describes somebody who is about to join.
    init(_ person: ChatParticipant) {
        self.person = person
        present = PresentUsers(own: person.username)
        tour = NodeTour(from: person.home)
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
        dial(tour.begin(), at: now)
    }

    /// Goes; what no node has confirmed is given up, and said to be.
    mutating func leave() -> [ChatAction] {
        guard phase != .over else { return [] }
        let unconfirmed = own.removeSaid().map { ChatAction.unconfirmed(text: $0.text) }
        return unconfirmed + giveUp(Self.leaving)
    }

    /// Says something, now or when its turn comes at a node; only while ``canPost``.
    ///
    /// - Parameters:
    ///   - text: What to say.
    ///   - key: What nobody else says, nor this person a second time.
    ///   - now: The time.
    /// - Returns: What is to be done.
    mutating func post(_ text: String, key: String, at now: Int64) -> [ChatAction] {
        let message = OwnMessages.Message(key: key, text: text)
        guard canResume else { return phase == .open ? [Self.sending(message)] : [] }
        own.add(message)
        defer { schedule() }
        return say(at: now)
    }

    /// The process was stopped for a while, or the network is back.
    mutating func handleReturn(at now: Int64) -> [ChatAction] {
        phase == .lost ? dial(tour.begin(), at: now) : probe(at: now)
    }
}

// MARK: What the socket does

extension ChatSession {
    /// Takes in a text frame.
    mutating func handleFrame(_ text: String, at now: Int64) -> [ChatAction] {
        guard phase != .over else { return [] }
        liveness.hear(at: now)
        guard let event = try? JSONValue(parsing: Array(text.utf8).span), event.kind == .object else { return [] }
        var actions: [ChatAction] = []
        // The first event says that the name is ours.
        if tour.arrive(at: now) {
            let (before, wasLost) = (here, phase == .lost)
            let isAttached = event[EventMember.event]?.string == EventName.attached.rawValue
            here = isAttached ? event[EventMember.node]?.string : nil
            liveness.settle()
            (canResume, phase) = (false, .open)
            if wasLost { actions += tellMove(from: before) }
            isMissed = false
        }
        actions += handle(event, at: now)
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
        // A rate that was set since: the next node, or this one, says how fast we may be.
        case 1008 where reason == Reason.tooManyMessages: fail(reason, at: now, chance: chance)
        case 1008: giveUp(reason)
        case 1009: giveUpLargest(reason, at: now) ?? fail(reason, at: now, chance: chance)
        default: fail(reason, at: now, chance: chance)
        }
    }

    /// Takes in that the deadline has come.
    mutating func handleTimer(at now: Int64, chance: Double) -> [ChatAction] {
        guard let deadline, now >= deadline else { return [] }
        let turn = say(at: now)
        if phase == .open, now < liveness.deadline {
            schedule()
            return turn
        }
        if tour.isDialing || liveness.isAsking {
            return [.hangUp] + fail("the node does not answer", at: now, chance: chance)
        }
        return phase == .lost ? dial(tour.begin(), at: now) : turn + probe(at: now)
    }
}
