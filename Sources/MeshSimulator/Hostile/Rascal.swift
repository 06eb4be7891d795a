import Gossip

/// A client that wants to do harm, with what it holds on to.
struct Rascal {
    /// How many readings it leaves where they are.
    static let readingLimit = 16

    /// The letters of others whose keys it used.
    var keys: Set<Int> = []

    /// What it came for in some channel of a process, and reads no further.
    var readings: [(process: Int, channel: Int, reading: Reading)] = []
}
