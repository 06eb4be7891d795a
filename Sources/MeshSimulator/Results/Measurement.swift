/// What a measured mesh did with the messages of its load.
public struct Measurement: Sendable {
    /// How many nodes lived at the end.
    public internal(set) var nodes = 0

    /// How many messages the load had.
    public internal(set) var messages = 0

    /// How many messages came to how many machines that had not posted them; to each machine once, however often it
    /// crashed, forgot and was told again.
    public internal(set) var deliveries = 0

    /// How many deliveries there would be if every message came to every other machine.
    public internal(set) var needed = 0

    /// How often a message came to a living node at all.
    public internal(set) var copies = 0

    /// How often it had it already.
    public internal(set) var duplicates = 0

    /// How many messages nodes counted as lost.
    public internal(set) var lost = 0

    /// Frames that carry no messages.
    public internal(set) var controlFrames = 0

    /// How many hops the farthest node was away, summed over messages.
    public internal(set) var lastHops = 0

    /// How many hops it would be away by flooding.
    public internal(set) var floodingHops = 0

    /// How long each message took to its last node, in nanoseconds, sorted.
    public internal(set) var timesToLast: [Int64] = []

    /// What each wire carried in both directions, in bytes, sorted.
    public internal(set) var wireBytes: [Int] = []

    /// The most memory that messages took on a node, in bytes.
    public internal(set) var peakMemory = 0

    /// Copies beyond what is needed, for each needed one: 0 is a perfect tree.
    public var redundancy: Double {
        copies == duplicates ? 0 : Double(duplicates) / Double(copies - duplicates)
    }

    /// Control frames for each node and message.
    public var controlFramesPerNodeAndMessage: Double {
        nodes * messages == 0 ? 0 : Double(controlFrames) / Double(nodes * messages)
    }

    /// The time within which so many of a hundred messages reached their last node, in nanoseconds.
    public func timeToLast(percentile: Int) -> Int64 {
        timesToLast.isEmpty ? 0 : timesToLast[min(timesToLast.count - 1, timesToLast.count * percentile / 100)]
    }
}
