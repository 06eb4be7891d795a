/// The log of one origin as far as it is held: every number from 1 to ``head`` is a post, a state entry or in a gap.
struct EntryLog {
    /// A post that is held.
    struct Post: Sendable {
        var sequence: UInt64
        var channel: Int

        /// The number of its record in the channel; negative once retention let it go.
        var record: Int
    }

    /// A state entry that is held, as it travels.
    struct StateEntry: Sendable {
        var sequence: UInt64
        var bytes: [UInt8]
    }

    /// One piece of the log, as ``piece(at:)`` finds it.
    enum Piece {
        case post(Post)
        case state(StateEntry)
        case gap(Gap)
    }

    /// The newest entry below which nothing is missing; at or below it everything is a duplicate, for ever.
    private(set) var head: UInt64 = 0

    /// Whoever has seen less than this needs a snapshot: state entries up to here are folded away.
    var snapshotFloor: UInt64 = 0

    /// How many of its entries were messages, at most, with those that are held no longer.
    private(set) var messageCount: UInt64 = 0

    /// The hash of all entries up to ``head``.
    var hash = LogHash()

    /// Whether the run is over for ever, so that whatever comes of it is known.
    private(set) var isBarred = false

    private(set) var posts = SlidingArray<Post>()
    private var goneCount = 0
    private(set) var stateEntries = SlidingArray<StateEntry>()
    private var stateBytes = 0
    private(set) var gaps = GapList()

    /// Whether any of its entries was a message, be it one that is held no longer.
    var hasMessages: Bool { messageCount > 0 }

    /// How many messages are held.
    var heldCount: Int { posts.count - goneCount }

    /// Whether messages are in gaps.
    private(set) var hasLosses = false

    /// Whether some of them are known of the run only since somebody said what it had when it was closed.
    private(set) var hasRecalledLosses = false

    /// The oldest message still held; one above ``head`` when there is none.
    var floor: UInt64 { posts.first?.sequence ?? head + 1 }

    /// Appends a post.
    mutating func append(post channel: Int, record: Int, time: Int64) {
        head += 1
        hash.add(time)
        messageCount += 1
        posts.append(Post(sequence: head, channel: channel, record: record))
    }

    /// Appends a state entry, and folds away the oldest when there are more than the limits say.
    ///
    /// The newest stays: else no state would travel on the eager path.
    mutating func append(state bytes: [UInt8], time: Int64, limits: GossipLimits) {
        head += 1
        hash.add(time)
        stateEntries.append(StateEntry(sequence: head, bytes: bytes))
        stateBytes += bytes.count
        while stateEntries.count > 1, stateEntries.count > limits.stateEntries || stateBytes > limits.stateBytes,
            let oldest = stateEntries.first
        {
            stateBytes -= oldest.bytes.count
            stateEntries.removeAll(below: stateEntries.start + 1, leaving: StateEntry(sequence: 0, bytes: []))
            snapshotFloor = max(snapshotFloor, oldest.sequence)
            insert(Gap(lower: oldest.sequence, upper: oldest.sequence))
        }
    }

    /// Appends a gap that starts right above the head.
    mutating func append(gap: Gap) {
        precondition(gap.lower == head + 1 && gap.upper >= gap.lower, "a gap was appended where it does not belong")
        head = gap.upper
        hash.forget()
        messageCount &+= gap.messageCount
        // What was no message changed the state: whoever lacks it needs a snapshot from here too.
        if !gap.isAllMessages { snapshotFloor = gap.upper }
        insert(gap)
    }

    /// Appends what stands for all that the run had when it was closed.
    mutating func append(recalled gap: Gap) {
        append(gap: gap)
        hasRecalledLosses = gap.messageCount > 0
    }

    /// Ends the log for ever, wherever it was.
    mutating func bar() {
        precondition(head == 0, "a run was barred that is known")
        isBarred = true
        hash.forget()
        head = MessageID.sequenceLimit
        insert(Gap(lower: 1, upper: head))
    }

    /// Turns posts into gaps, since retention let them go: those of a channel whose numbers follow each other.
    ///
    /// Numbers under which nothing is held are passed over.
    mutating func remove(posts numbers: ClosedRange<UInt64>, of channel: ChannelKey) {
        for run in heldRuns(in: numbers) {
            forget(run)
            let count = Gap.Count(channel: channel, messages: run.upperBound - run.lowerBound + 1)
            insert(Gap(lower: run.lowerBound, upper: run.upperBound, counts: [count]))
        }
    }

    /// Takes posts out of those that are held; each of the numbers is one of them.
    private mutating func forget(_ numbers: ClosedRange<UInt64>) {
        let first = posts.partition { $0.sequence < numbers.lowerBound }
        let end = first + Int(numbers.upperBound - numbers.lowerBound) + 1
        for number in first..<end { posts[number].record = -1 }
        goneCount += end - first
        guard first == posts.start else { return thinOut() }
        let held = (end..<posts.end).first { posts[$0].record >= 0 } ?? posts.end
        goneCount -= held - posts.start
        posts.removeAll(below: held)
        thinOut()
    }

    /// Gives the places of posts back that are gone, once they are the greater part.
    private mutating func thinOut() {
        guard goneCount * 2 > posts.count else { return }
        posts.filter { $0.record >= 0 }
        goneCount = 0
    }

    /// What the log has at `sequence`; of a gap the part from there on; `nil` above the head.
    func piece(at sequence: UInt64) -> Piece? {
        guard sequence >= 1, sequence <= head else { return nil }
        let number = posts.partition { $0.sequence < sequence }
        if number < posts.end, posts[number].sequence == sequence, posts[number].record >= 0 {
            return .post(posts[number])
        }
        let state = stateEntries.partition { $0.sequence < sequence }
        if state < stateEntries.end, stateEntries[state].sequence == sequence { return .state(stateEntries[state]) }
        guard let gap = gap(at: sequence) else { preconditionFailure("entry \(sequence) is neither held nor in a gap") }
        return .gap(gap.suffix(from: sequence))
    }

    /// The record of the oldest message above `sequence` that a channel holds.
    ///
    /// - Parameters:
    ///   - sequence: An entry.
    ///   - channel: The channel.
    ///   - looks: Are taken: a post of another channel is a thirty-second of one.
    /// - Returns: Its number in the channel.
    func firstRecord(above sequence: UInt64, in channel: Int, _ looks: inout Looks) -> Int? {
        let start = posts.partition { $0.sequence <= sequence }
        let found = (start..<posts.end).first { posts[$0].channel == channel && posts[$0].record >= 0 }
        looks.take(1 + ((found ?? posts.end) - start) / 32)
        return found.map { posts[$0].record }
    }

    /// Counts messages in gaps, of nobody knows which channels, until so many of all entries were messages, or no more can
    /// have been: in the newest that have room, so that who has seen a part of the run is told of all that it may have missed.
    mutating func count(atLeast messages: UInt64) {
        var missing = max(messages, messageCount) - messageCount
        var rooms: [(sequence: UInt64, messages: UInt64)] = []
        gaps.forEach(from: 1) { gap in
            let room = gap.length - gap.messageCount
            if room > 0 { rooms.append((gap.lower, room)) }
            return missing > 0
        }
        for room in rooms.reversed() where missing > 0 {
            let share = min(missing, room.messages)
            gaps.add(share, at: room.sequence)
            messageCount += share
            missing -= share
            (hasLosses, hasRecalledLosses) = (true, true)
        }
    }

    /// Counts messages in gaps without their names, the oldest first, until these take no more than so many bytes.
    mutating func forgetOldestNames(downTo bytes: Int) { gaps.forgetOldestNames(downTo: bytes) }

    /// Puts a gap in its place and joins it with its neighbours.
    private mutating func insert(_ gap: Gap) {
        if !gap.counts.isEmpty { hasLosses = true }
        gaps.insert(gap)
    }
}
