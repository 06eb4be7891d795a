/// A heap of channels or runs by the time, or the rank, under which each was queued.
///
/// With twenty thousand of them finding the next costs some fifteen comparisons.
struct EarliestQueue {
    /// What was queued.
    struct Entry {
        /// In the unit that its owner has, or a rank.
        var time: Int64

        /// The number of the channel or the run.
        var number: Int
    }

    private var heap: [Entry] = []

    /// Whether most entries stand under times that their numbers no longer have, where so many numbers have one: it is
    /// to be filled anew.
    func isCrowded(for count: Int) -> Bool { heap.count > 4 * count + 64 }

    /// The entry with the earliest time.
    var first: Entry? { heap.first }

    /// Adds an entry.
    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place].time < heap[(place - 1) / 2].time {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the entry with the earliest time.
    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var place = 0
        while case let child = earlierChild(of: place), child < heap.count, heap[child].time < heap[place].time {
            heap.swapAt(place, child)
            place = child
        }
    }

    /// Takes out all entries.
    mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
    }

    /// The numbers of the entries that are due, the first one first, and of no more than `limit`; they stay in it.
    ///
    /// - Parameters:
    ///   - time: Up to which time they are.
    ///   - limit: How many.
    ///   - isOutdated: Whether an entry stands under a time that its number no longer has; it is taken out.
    /// - Returns: The numbers, and whether those are all.
    mutating func due(at time: Int64, limit: Int, without isOutdated: (Entry) -> Bool) -> (numbers: [Int], isAll: Bool)
    {
        var due: [Entry] = []
        while let first, first.time <= time, due.count < limit {
            removeFirst()
            if !isOutdated(first) { due.append(first) }
        }
        while let first, isOutdated(first) { removeFirst() }
        let isAll = first.map { $0.time > time } ?? true
        for entry in due { insert(entry) }
        return (due.map(\.number), isAll)
    }

    private func earlierChild(of place: Int) -> Int {
        let left = 2 * place + 1
        return left + 1 < heap.count && heap[left + 1].time < heap[left].time ? left + 1 : left
    }
}
