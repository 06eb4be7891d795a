/// Which channel holds the message that goes first: channels, each under a time that is not after its first message.
///
/// What is out of date is put right when it comes to the top, so a message costs nothing here unless it comes before all
/// of its channel.
struct ChannelQueue {
    private var heap = EarliestQueue()

    /// Under which time each channel is queued, by its number; `.max` for one that is not.
    private var times: [Int64] = []

    /// Queues a channel, unless it is under an earlier time.
    mutating func insert(_ channel: Int, at time: Int64) {
        while times.count <= channel { times.append(.max) }
        guard time < times[channel] else { return }
        if heap.isCrowded(for: times.count) { rebuild() }
        times[channel] = time
        heap.insert(EarliestQueue.Entry(time: time, number: channel))
    }

    /// Forgets a channel that went away.
    mutating func remove(_ channel: Int) {
        if channel < times.count { times[channel] = .max }
    }

    /// The channel that was queued under the earliest time.
    ///
    /// - Parameter slots: The channels, by number; who holds nothing is forgotten.
    /// - Returns: The channel, and under which time; `nil` when none is queued.
    mutating func first(of slots: [Channel]) -> EarliestQueue.Entry? {
        while let entry = heap.first {
            if times[entry.number] == entry.time {
                if slots[entry.number].heldCount > 0 { return entry }
                times[entry.number] = .max
            }
            // Let go of for another reason, or queued again under an earlier time.
            heap.removeFirst()
        }
        return nil
    }

    /// Takes the channel out that was queued under the earliest time.
    mutating func removeFirst() {
        guard let entry = heap.first else { return }
        times[entry.number] = .max
        heap.removeFirst()
    }

    private mutating func rebuild() {
        heap.removeAll()
        for channel in times.indices where times[channel] < .max {
            heap.insert(EarliestQueue.Entry(time: times[channel], number: channel))
        }
    }
}
