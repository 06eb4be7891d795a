import Bytes
import Gossip

/// The place of a program in a channel of the node that it embeds: a cursor in the channel's log, as a client has one.
///
/// It has no queue. What it does not read waits in the log, as long as retention keeps it.
struct Listener {
    /// What it reads next.
    enum Step {
        /// Messages.
        case messages([BroadcastChannel.Message])

        /// So many messages are lost, at most.
        case lost(Int)

        /// Nothing is there; ask again when ``hasNews(with:)``.
        case wait

        /// Nothing will come: what is behind cannot be written, and the node is about to stop.
        case over
    }

    /// How much of the log is read at a time, in bytes, unless one message is longer.
    static let portion = 64 << 10

    /// The channel, which was opened for it.
    let channel: Int

    private var reading: Reading

    /// Of what it was given.
    private(set) var position: Position

    /// Up to where it reads: what is behind that may not be written.
    private var place: AudiencePlace

    /// What is lost before the first message that it reads.
    private var lost: UInt64 = 0

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
            self.position = position
            (reading, lost) = gossip.replay(after: position, in: channel)
        } else {
            self.position = gossip.position(in: channel)
            reading = Reading(from: place, hearsOfLosses: true)
        }
    }

    /// Whether there may be something to read.
    func hasNews(with gossip: inout GossipNode) -> Bool {
        gossip.channels.frames(of: channel)?.end != place.offset || gossip.hasUntoldLosses(in: channel, for: place)
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
        // Once it begins anew, it is given nothing that cannot be read.
        for _ in 0..<2 {
            if lost > 0 {
                defer { lost = 0 }
                return .lost(Int(clamping: lost))
            }
            switch gossip.advance(&reading, in: channel, upTo: place, limit: Self.portion) {
            case .frames(let range):
                let (messages, isWhole) = take(range, with: gossip)
                if !isWhole { goOnAgain(with: &gossip) }
                if !messages.isEmpty { return .messages(messages) }
            case .lost(let count): return .lost(Int(clamping: count))
            case .wait, .live: return .wait
            case .overtaken: goOnAgain(with: &gossip)
            }
        }
        return lost > 0 ? next(committed, with: &gossip) : .wait
    }

    /// Begins anew behind what it was given, where retention was quicker.
    private mutating func goOnAgain(with gossip: inout GossipNode) {
        (reading, lost) = gossip.replay(after: position, in: channel)
    }

    /// Takes messages out of the log.
    private mutating func take(
        _ range: Range<Int>,
        with gossip: borrowing GossipNode
    ) -> (messages: [BroadcastChannel.Message], isWhole: Bool) {
        guard let log = gossip.channels.frames(of: channel) else { return ([], false) }
        var messages: [BroadcastChannel.Message] = []
        var number = gossip.messageNumber(at: range.lowerBound, of: channel)
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let message = gossip.message(number, of: channel), message.range.lowerBound == offset,
                log.holds(offset)
            else { break }
            log.withBytes(from: offset, to: message.range.upperBound) { frame in
                messages.append(BroadcastChannel.Message(message, frame))
            }
            position.advance(to: message.id)
            offset = message.range.upperBound
            number += 1
        }
        return (messages, offset == range.upperBound)
    }
}
