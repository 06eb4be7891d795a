import Bytes
import Gossip

/// The place of a program in a channel of the node that it embeds: a cursor in the channel's log, as a client has one.
///
/// It has no queue. What it does not read waits in the log, as long as retention keeps it.
struct Listener {
    /// What it reads next.
    enum Step {
        /// Messages.
        case messages([HeardMessage])

        /// So many messages are lost, at most.
        case lost(Int)

        /// Nothing is there; ask again when ``hasNews(with:)``.
        case wait

        /// Nothing was found among so many records; it goes on from there.
        case again

        /// Nothing will come: what is behind cannot be written, and the node is about to stop.
        case over
    }

    /// How much of the log is read at a time, in bytes, unless one message is longer.
    static let portion = 64 << 10

    /// How many messages at a time, which are found and copied one by one.
    static let portionMessages = 1000

    /// How many records of messages are looked at at a time whether they are for it.
    static let portionLooks = 1000

    /// The channel, which was opened for it.
    let channel: Int

    private var reading: Reading

    /// Of what it was given, with the losses that it is told of before anything else.
    private(set) var position: Position

    /// Whether it begins behind its position, for the first time or where retention was quicker.
    private var beginsAnew: Bool

    /// Up to where it reads: what is behind that may not be written.
    private var place: AudiencePlace

    /// What is lost before the first message that it reads.
    private var lost: UInt64 = 0

    /// What it was told of, where its position may not say so.
    private var told = ToldLosses()

    /// What it has come to in the log and not taken yet.
    private var rest = 0..<0

    /// Whether it has read all that there was.
    private var isUpToDate = false

    /// Begins with what is new.
    ///
    /// - Parameters:
    ///   - channel: The channel, opened for it.
    ///   - position: Where its end is.
    ///   - gossip: Has the messages.
    init(to channel: Int, at position: Position, with gossip: inout GossipNode) {
        self.channel = channel
        place = gossip.place(atEndOf: channel)
        reading = Reading(from: place, hearsOfLosses: true)
        beginsAnew = false
        self.position = position
    }

    /// Begins with what was not heard before.
    ///
    /// - Parameters:
    ///   - channel: The channel, opened for it.
    ///   - position: What was heard.
    ///   - gossip: Has the messages.
    init(to channel: Int, after position: Position, with gossip: inout GossipNode) {
        self.init(to: channel, at: position, with: &gossip)
        beginsAnew = true
    }

    /// Whether there may be something to read.
    func hasNews(with gossip: inout GossipNode) -> Bool {
        guard isUpToDate else { return true }
        var looks = Looks()  // Hardly more than it costs to ask.
        return gossip.channels.frames(of: channel)?.end != place.offset
            || gossip.hasUntoldLosses(in: channel, for: place) || gossip.mayHideLess(from: reading, looks: &looks)
    }

    /// Reads on.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Has the messages.
    ///   - looks: Are taken, as long as any are left. To begin may take more.
    /// - Returns: What comes next.
    mutating func next(_ committed: Committed, with gossip: inout GossipNode, looks: inout Looks) -> Step {
        precondition(committed.covers(gossip), "what is not written was to be given to a program")
        place = gossip.place(atEndOf: channel)
        isUpToDate = false
        if beginsAnew { begin(with: &gossip, &looks) }
        if lost > 0 {
            defer { lost = 0 }
            return .lost(Int(clamping: lost))
        }
        if rest.isEmpty {
            switch gossip.advance(&reading, in: channel, upTo: place, limit: Self.portion, looks: &looks) {
            case .frames(let range): rest = range
            case .lost(let count, let end):
                if let end { position.pass(end) }
                return .lost(Int(clamping: count))
            case .wait, .live:
                isUpToDate = true
                return .wait
            case .overtaken:
                beginsAnew = true
                return .again
            case nil: return .again
            }
        }
        let messages = takeRest(with: &gossip)
        return messages.isEmpty ? .again : .messages(messages)
    }

    /// Begins behind its position; what is lost there is told first, once.
    private mutating func begin(with gossip: inout GossipNode, _ looks: inout Looks) {
        beginsAnew = false
        (reading, lost) = gossip.replay(after: position, in: channel, beyond: &told, looks: &looks)
        if lost > 0 { position = gossip.passingLosses(of: position, in: channel, looks: &looks) }
    }

    /// Takes messages out of the log.
    private mutating func takeRest(with gossip: inout GossipNode) -> [HeardMessage] {
        var messages: [HeardMessage] = []
        var number = gossip.messageNumber(at: rest.lowerBound, of: channel)
        while !rest.isEmpty, messages.count < Self.portionMessages {
            guard let log = gossip.channels.frames(of: channel), log.holds(rest.lowerBound),
                let message = gossip.message(number, of: channel), message.range.lowerBound == rest.lowerBound
            else {
                (rest, beginsAnew) = (0..<0, true)
                break
            }
            log.withBytes(from: rest.lowerBound, to: message.range.upperBound) { frame in
                messages.append(HeardMessage(message, frame))
            }
            position.advance(to: message.id)
            rest = message.range.upperBound..<rest.upperBound
            number += 1
        }
        return messages
    }
}
