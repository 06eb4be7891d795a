import Bytes
import Gossip

/// What was counted while a mesh ran.
public struct Figures: Sendable {
    /// How one message spread.
    struct Spread: Sendable {
        var postedAt: Int64
        var lastAt: Int64
        var copies: Int32 = 0
        var longestPath: Int32 = 0
    }

    /// How many events happened.
    public internal(set) var eventCount = 0

    /// How many messages clients read.
    public internal(set) var deliveryCount = 0

    /// Frames that nodes wrote, by their type's number; of all scenarios only measured ones count them.
    public internal(set) var frameCounts = [Int](repeating: 0, count: 16)

    /// How each message spread, by its number.
    var spreads: [Spread] = []

    /// Counts the frames in what a node wrote.
    mutating func count(framesIn bytes: Span<UInt8>) {
        var offset = 0
        while offset + 5 <= bytes.count {
            frameCounts[Int(bytes[offset + 4]) & 15] += 1
            offset += 4 + Int(bytes.bigEndian(at: offset, as: UInt32.self))
        }
    }

    /// Takes notice of a message that is posted now.
    mutating func notePost(at now: Int64) {
        spreads.append(Spread(postedAt: now, lastAt: now, copies: -1))
    }

    /// Takes notice of a message that is new to a node.
    mutating func noteArrival(of message: Int, hop: Int, at now: Int64) {
        spreads[message].lastAt = max(spreads[message].lastAt, now)
        spreads[message].copies += 1
        spreads[message].longestPath = max(spreads[message].longestPath, Int32(hop))
    }
}
