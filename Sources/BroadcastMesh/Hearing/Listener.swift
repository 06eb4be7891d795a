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

        /// Nothing will come: what is behind cannot be written, and the node is about to stop.
        case over
    }

    /// How much of the log is read at a time, in bytes, unless one message is longer.
    static let portion = 64 << 10

    /// How many messages at a time, which are found and copied one by one.
    static let portionMessages = 1000

    /// The channel, which was opened for it.
    let channel: Int

    private var reading: Reading

    /// Of what it was given, with the losses that it is told of before anything else.
    private(set) var position: Position

    /// Up to where it reads: what is behind that may not be written.
    private var place: AudiencePlace

    /// What is lost before the first message that it reads.
    private var lost: UInt64 = 0

    /// What it has come to in the log and not taken yet.
    private var rest = 0..<0

    /// Whether it has read all that there was.
    private var isUpToDate = false

    /// Begins.
    ///
    /// - Parameters:
    ///   - channel: The channel, opened for it.
    ///   - position: What was heard before; without one, everything up to now.
    ///   - gossip: Has the messages.
    init(to channel: Int, after position: Position?, with gossip: inout GossipNode) {
        self.channel = channel
        place = gossip.place(atEndOf: channel)
        if let position {
            (reading, lost) = gossip.replay(after: position, in: channel)
            self.position = position
            passLosses(with: gossip)
        } else {
            self.position = gossip.position(in: channel)
            reading = Reading(from: place, hearsOfLosses: true)
        }
    }

    /// Whether there may be something to read.
    func hasNews(with gossip: inout GossipNode) -> Bool {
        guard isUpToDate else { return true }
        return gossip.channels.frames(of: channel)?.end != place.offset
            || gossip.hasUntoldLosses(in: channel, for: place)
    }

    /// Reads on.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Has the messages.
    /// - Returns: What comes next.
    mutating func next(_ committed: Committed, with gossip: inout GossipNode) -> Step {
        precondition(committed.covers(gossip), "what is not written was to be given to a program")
        place = gossip.place(atEndOf: channel)
        isUpToDate = false
        // Once it begins anew, it is given nothing that cannot be read.
        for _ in 0..<2 {
            if lost > 0 {
                defer { lost = 0 }
                return .lost(Int(clamping: lost))
            }
            if rest.isEmpty {
                switch gossip.advance(&reading, in: channel, upTo: place, limit: Self.portion) {
                case .frames(let range): rest = range
                case .lost(let count, let end):
                    if let end { position.pass(end) }
                    return .lost(Int(clamping: count))
                case .wait, .live:
                    isUpToDate = true
                    return .wait
                case .overtaken:
                    goOnAgain(with: &gossip)
                    continue
                }
            }
            let messages = takeRest(with: &gossip)
            if !messages.isEmpty { return .messages(messages) }
        }
        return lost > 0 ? next(committed, with: &gossip) : .wait
    }

    /// Begins anew behind what it was given, where retention was quicker.
    private mutating func goOnAgain(with gossip: inout GossipNode) {
        rest = 0..<0
        (reading, lost) = gossip.replay(after: position, in: channel)
        passLosses(with: gossip)
    }

    /// Stands behind what is lost, so that it is told once.
    private mutating func passLosses(with gossip: borrowing GossipNode) {
        guard lost > 0 else { return }
        var looks = 0
        position = gossip.passingLosses(of: position, in: channel, looks: &looks)
    }

    /// Takes messages out of the log.
    private mutating func takeRest(with gossip: inout GossipNode) -> [HeardMessage] {
        var messages: [HeardMessage] = []
        var number = gossip.messageNumber(at: rest.lowerBound, of: channel)
        while !rest.isEmpty, messages.count < Self.portionMessages {
            guard let log = gossip.channels.frames(of: channel), log.holds(rest.lowerBound),
                let message = gossip.message(number, of: channel), message.range.lowerBound == rest.lowerBound
            else {
                goOnAgain(with: &gossip)
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
