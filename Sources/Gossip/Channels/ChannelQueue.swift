/// Which channel holds the message that goes first: channels, each under a place, a rank or a time, that is not behind its
/// first message.
///
/// What is out of date is put right when it comes to the top, so a message costs nothing here unless it comes before all
/// of its channel.
struct ChannelQueue {
    private var heap = EarliestQueue()

    /// Under which place each channel is queued, by its number; `.max` for one that is not.
    private var places: [Int64] = []

    /// Queues a channel, unless it is under an earlier place.
    mutating func insert(_ channel: Int, at place: Int64) {
        while places.count <= channel { places.append(.max) }
        guard place < places[channel] else { return }
        if heap.isCrowded(for: places.count) { rebuild() }
        places[channel] = place
        heap.insert(EarliestQueue.Entry(place: place, number: channel))
    }

    /// Forgets a channel that went away.
    mutating func remove(_ channel: Int) {
        if channel < places.count { places[channel] = .max }
    }

    /// The channel that was queued under the earliest place.
    ///
    /// - Parameter slots: The channels, by number; who holds nothing is forgotten.
    /// - Returns: The channel, and under which place; `nil` when none is queued.
    mutating func first(of slots: [Channel]) -> EarliestQueue.Entry? {
        while let entry = heap.first {
            if places[entry.number] == entry.place {
                if slots[entry.number].heldCount > 0 { return entry }
                places[entry.number] = .max
            }
            // Let go of for another reason, or queued again under an earlier place.
            heap.removeFirst()
        }
        return nil
    }

    /// Takes the channel out that was queued under the earliest place.
    mutating func removeFirst() {
        guard let entry = heap.first else { return }
        places[entry.number] = .max
        heap.removeFirst()
    }

    private mutating func rebuild() {
        heap.removeAll()
        for channel in places.indices where places[channel] < .max {
            heap.insert(EarliestQueue.Entry(place: places[channel], number: channel))
        }
    }
}
