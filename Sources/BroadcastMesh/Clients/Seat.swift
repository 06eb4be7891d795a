import Gossip

/// A client's place in a channel.
struct Seat {
    /// The channel's number.
    var channel: Int32

    /// The client's place among the members, or `nil` while it is behind them.
    var memberIndex: Int32?

    /// Whether the client gets what it posted itself.
    var echoes = true

    /// The user, in a chat.
    var user: User?

    /// Behind: the offset of the next frame that was not sent.
    var cursor = 0

    /// Behind: how many frames of the channel lay below the members' cursor when the client fell behind.
    var frameCount = 0

    /// Behind: which list of users the client was sent.
    var usersVersion: UInt32 = 0

    /// Behind: the frames ahead that the client posted itself and is not sent.
    var ownFrames: [Range<Int>] = []

    /// Behind: what the client reads before it goes on from the cursor, if it came for history or with a position.
    var reader: ChannelReader?

    /// How many ranges of own frames are kept; with more, the client is not read from until they are passed.
    static let mostOwnRanges = 64

    /// Adds frames that the client is not sent; they lie after all that were added.
    mutating func skip(_ range: Range<Int>) {
        if let last = ownFrames.indices.last, ownFrames[last].upperBound == range.lowerBound {
            ownFrames[last] = ownFrames[last].lowerBound..<range.upperBound
        } else {
            ownFrames.append(range)
        }
    }

    /// Moves the cursor over own frames that begin where it stands, up to the members' cursor.
    mutating func passOwnFrames(upTo reached: Int) {
        while let own = ownFrames.first, own.lowerBound <= cursor, cursor < reached {
            cursor = max(cursor, min(own.upperBound, reached))
            if own.upperBound <= cursor { ownFrames.removeFirst() } else { ownFrames[0] = cursor..<own.upperBound }
        }
    }
}

/// Who speaks in a chat.
final class User {
    /// The name.
    let name: String

    /// The hold on the name; given back on leaving.
    let claim: Claim

    /// Names a user.
    init(name: String, claim: Claim) {
        self.name = name
        self.claim = claim
    }
}
