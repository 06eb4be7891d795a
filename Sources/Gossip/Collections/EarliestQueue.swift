/// A heap of channels or runs by the place under which each was queued: a time, or a rank.
///
/// With twenty thousand of them finding the next costs some fifteen comparisons.
struct EarliestQueue {
    /// What was queued.
    struct Entry {
        /// A time in the unit that its owner has, or a rank.
        var place: Int64

        /// The number of the channel or the run.
        var number: Int
    }

    private var heap: [Entry] = []

    /// Whether most entries stand under places that their numbers no longer have, where so many numbers have one: it is
    /// to be filled anew.
    func isCrowded(for count: Int) -> Bool { heap.count > 4 * count + 64 }

    /// The entry of the earliest place.
    var first: Entry? { heap.first }

    /// Adds an entry.
    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, heap[index].place < heap[(index - 1) / 2].place {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes out the entry of the earliest place.
    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var index = 0
        while case let child = earlierChild(of: index), child < heap.count, heap[child].place < heap[index].place {
            heap.swapAt(index, child)
            index = child
        }
    }

    /// Takes out all entries.
    mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
    }

    /// The numbers of the entries that are due, the first one first, and of no more than `limit`; they stay in it.
    ///
    /// - Parameters:
    ///   - time: Up to which place they are.
    ///   - limit: How many.
    ///   - isOutdated: Whether an entry stands under a place that its number no longer has; it is taken out.
    /// - Returns: The numbers, and whether those are all.
    mutating func due(at time: Int64, limit: Int, without isOutdated: (Entry) -> Bool) -> (numbers: [Int], isAll: Bool)
    {
        var due: [Entry] = []
        while let first, first.place <= time, due.count < limit {
            removeFirst()
            if !isOutdated(first) { due.append(first) }
        }
        while let first, isOutdated(first) { removeFirst() }
        let isAll = first.map { $0.place > time } ?? true
        for entry in due { insert(entry) }
        return (due.map(\.number), isAll)
    }

    private func earlierChild(of index: Int) -> Int {
        let left = 2 * index + 1
        return left + 1 < heap.count && heap[left + 1].place < heap[left].place ? left + 1 : left
    }
}
