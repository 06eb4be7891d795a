extension EntryLog {
    /// How many messages with numbers in a range are held: all that is not in a gap and did not change the state.
    ///
    /// That there are millions of them, and as many that are gone, makes it little longer.
    func heldPostCount(in range: ClosedRange<UInt64>) -> Int {
        guard range.lowerBound <= head else { return 0 }
        let range = range.lowerBound...min(range.upperBound, head)
        let first = stateEntries.partition { $0.sequence < range.lowerBound }
        let end = stateEntries.partition { $0.sequence <= range.upperBound }
        return Int(range.upperBound - range.lowerBound + 1 - gaps.entryCount(in: range)) - (end - first)
    }

    /// How many messages with numbers in a range are held, by channel.
    ///
    /// - Parameters:
    ///   - range: The numbers.
    ///   - limit: How many messages to look at.
    /// - Returns: The counts; `nil` when there are more.
    func heldPostCounts(in range: ClosedRange<UInt64>, limit: Int) -> [Int: UInt64]? {
        let held = held(in: range)
        guard held.count <= limit else { return nil }
        var counts: [Int: UInt64] = [:]
        for number in held where posts[number].record >= 0 { counts[posts[number].channel, default: 0] += 1 }
        return counts
    }

    /// The numbers in a range under which messages are held, as runs without a hole.
    func heldRuns(in range: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
        var runs: [ClosedRange<UInt64>] = []
        for number in held(in: range) where posts[number].record >= 0 {
            let sequence = posts[number].sequence
            if let last = runs.last, last.upperBound + 1 == sequence {
                runs[runs.count - 1] = last.lowerBound...sequence
            } else {
                runs.append(sequence...sequence)
            }
        }
        return runs
    }

    /// The record of a message of a channel that is held; `nil` for any other entry.
    func record(of sequence: UInt64, in channel: Int) -> Int? {
        let place = posts.partition { $0.sequence < sequence }
        guard place < posts.end, posts[place].sequence == sequence, posts[place].channel == channel else { return nil }
        return posts[place].record >= 0 ? posts[place].record : nil
    }

    private func held(in range: ClosedRange<UInt64>) -> Range<Int> {
        posts.partition { $0.sequence < range.lowerBound }..<posts.partition { $0.sequence <= range.upperBound }
    }
}
