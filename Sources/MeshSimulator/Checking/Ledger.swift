import Gossip

/// Every message that was ever posted, as its poster knows it: what checkers compare the mesh with.
struct Ledger: Sendable {
    /// A message.
    struct Entry: Sendable {
        /// Which run it is of, in the order in which runs posted first.
        var run: Int

        /// Its number within the run.
        var sequence: UInt64

        /// On which of the two channels.
        var channel: Int

        /// How long its frame is.
        var size: Int

        /// What the mesh calls its time.
        var time: Int64

        /// Where the mesh has it stand in the history.
        var rank: Int64

        /// The process that took it.
        var process: Int

        /// What was said with a key, if it was.
        var letter: Int?

        /// The first copy of the message; most messages have one.
        var original: Int
    }

    /// A run of a node: who posts in it, and how far it came.
    struct Run: Sendable {
        var name: String
        var epoch: UInt64
        var process: Int
        var sequence: UInt64 = 0
    }

    private(set) var entries: [Entry] = []

    /// How long all frames together are, in bytes.
    private(set) var frameBytes = 0

    /// The copies of everything that was said with a key, by the number of the letter.
    private(set) var letters: [[Int]] = []
    private(set) var runs: [Run] = []

    /// How many messages were posted besides, in channels that nobody reads.
    private(set) var unreadCount = 0

    /// How many channels a simulation has: a chat and a relay.
    static let channelCount = 2

    /// Takes notice of messages in channels that nobody reads: only nodes count them, where they lose some.
    mutating func noteUnread(_ count: Int) { unreadCount += count }

    /// Gives a number to something that is said with a key.
    mutating func addLetter() -> Int {
        letters.append([])
        return letters.count - 1
    }

    /// Writes down a message that was just posted.
    ///
    /// - Returns: What is wrong with its stamp.
    mutating func post(
        _ stamp: Stamp,
        channel: Int,
        size: Int,
        letter: Int? = nil,
        at now: Int64,
        by process: Int
    ) -> Violation? {
        let run = runNumber(of: stamp.id, process: process)
        let message = entries.count
        if let letter { letters[letter].append(message) }
        entries.append(
            Entry(
                run: run,
                sequence: stamp.id.sequence,
                channel: channel,
                size: size,
                time: stamp.time,
                rank: stamp.rank,
                process: process,
                letter: letter,
                original: letter.map { letters[$0][0] } ?? message
            )
        )
        frameBytes += size
        defer { runs[run].sequence = stamp.id.sequence }
        if runs[run].process != process || stamp.id.sequence <= runs[run].sequence {
            return .numberUsedTwice(id: stamp.id.description)
        }
        return nil
    }

    /// Whether somebody posted in a run.
    func hasRun(_ name: String, _ epoch: UInt64) -> Bool { runs.contains { $0.epoch == epoch && $0.name == name } }

    /// The run that an ID is of, if somebody posted in it.
    func run(of id: MessageID) -> Int? { runs.firstIndex { $0.epoch == id.epoch && $0.name == id.node } }

    /// The number of each message by what the mesh calls it.
    var numbers: [MessageID: Int] {
        Dictionary(entries.indices.map { (id(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the mesh calls a message.
    func id(of message: Int) -> MessageID {
        let entry = entries[message]
        return MessageID(node: runs[entry.run].name, epoch: runs[entry.run].epoch, sequence: entry.sequence)
    }

    /// Whether a message sorts before another by (rank, ID).
    func isEarlier(_ first: Int, _ second: Int) -> Bool {
        let (first, second) = (entries[first], entries[second])
        if first.rank != second.rank { return first.rank < second.rank }
        let (firstRun, secondRun) = (runs[first.run], runs[second.run])
        if firstRun.name != secondRun.name {
            return firstRun.name.utf8.lexicographicallyPrecedes(secondRun.name.utf8)
        }
        return (firstRun.epoch, first.sequence) < (secondRun.epoch, second.sequence)
    }

    /// What the mesh calls a message.
    func name(of message: Int) -> String {
        id(of: message).description
    }

    private mutating func runNumber(of id: MessageID, process: Int) -> Int {
        // The newest runs are at the end, and most posts are of one of them.
        if let index = runs.lastIndex(where: { $0.process == process }), runs[index].epoch == id.epoch { return index }
        if let index = runs.firstIndex(where: { $0.epoch == id.epoch && $0.name == id.node }) { return index }
        runs.append(Run(name: id.node, epoch: id.epoch, process: process))
        return runs.count - 1
    }
}
