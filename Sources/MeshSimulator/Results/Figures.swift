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

    /// A bit for each message and machine: whether it was there, in this life or an earlier one.
    private var reached: [UInt64] = []
    private var machineWords = 0

    /// Counts the frames in what a node wrote.
    mutating func count(framesIn bytes: Span<UInt8>) {
        var offset = 0
        while offset + 5 <= bytes.count {
            frameCounts[Int(bytes[offset + 4]) & 15] += 1
            offset += 4 + Int(bytes.bigEndian(at: offset, as: UInt32.self))
        }
    }

    /// Takes notice of a message that is posted now, in a mesh of so many machines.
    mutating func notePost(at now: Int64, machines: Int) {
        spreads.append(Spread(postedAt: now, lastAt: now, copies: -1))
        machineWords = (machines + 63) / 64
        reached += [UInt64](repeating: 0, count: machineWords)
    }

    /// Takes notice of a message that is new to a node.
    ///
    /// What a machine had before it crashed comes to it again, and is no delivery then.
    mutating func noteArrival(of message: Int, hop: Int, machine: Int, at now: Int64) {
        let word = message * machineWords + machine / 64
        let bit: UInt64 = 1 << UInt64(machine % 64)
        guard reached[word] & bit == 0 else { return }
        reached[word] |= bit
        spreads[message].lastAt = max(spreads[message].lastAt, now)
        spreads[message].copies += 1
        spreads[message].longestPath = max(spreads[message].longestPath, Int32(hop))
    }
}
