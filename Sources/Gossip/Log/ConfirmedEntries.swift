/// What neighbours hold of a run of this node, as they said.
///
/// They confirm entries in order, by the newest. A message that is longer than one of them takes is a gap there: it is
/// passed over until one confirms it that takes as long ones.
///
/// A confirmation costs what is new in it: each long message is looked at once for each length that neighbours take.
struct ConfirmedEntries {
    /// A message that nobody holds who has said so, though somebody holds what follows.
    private struct Passed {
        let sequence: UInt64

        /// Its length in bytes.
        let length: Int
    }

    /// How many lengths are told apart that neighbours take; who greets with more of them has long messages looked at
    /// again, nothing else.
    private static let limitCount = 16

    /// The newest entry that one of them has.
    private(set) var head: UInt64 = 0

    /// The messages up to there that were passed over, in order.
    private var passedOver: [Passed] = []

    /// How far the passed ones were compared with a length that a neighbour takes.
    private var reviewed: [(limit: Int, head: UInt64)] = []

    /// What is known of a second copy of a message.
    func secondCopy(of sequence: UInt64) -> SecondCopy {
        if sequence > head { return .awaited }
        let index = place(of: sequence)
        return index < passedOver.count && passedOver[index].sequence == sequence ? .passedOver : .held
    }

    /// Takes notice of how far a neighbour is.
    ///
    /// - Parameters:
    ///   - head: Its newest entry; none that this node has not.
    ///   - limit: The longest message that it takes, in bytes.
    ///   - oldest: The first entry of which this node still holds something: nobody asks for those before.
    ///   - longMessages: The held messages amongst some entries that are longer than that, in order.
    /// - Returns: Whether it is further than any before, and whether it holds what had been passed over.
    mutating func note(
        _ head: UInt64,
        limit: Int,
        oldest: UInt64,
        longMessages: (ClosedRange<UInt64>) -> [(sequence: UInt64, length: Int)]
    ) -> (isFurther: Bool, isLate: Bool) {
        forget(before: oldest)
        let isLate = review(upTo: min(head, self.head), limit: limit)
        guard head > self.head else { return (false, isLate) }
        for message in longMessages((self.head + 1)...head) {
            passedOver.append(Passed(sequence: message.sequence, length: message.length))
        }
        self.head = head
        return (true, isLate)
    }

    /// Finds what somebody holds after all who takes messages of some length.
    ///
    /// - Returns: Whether there is any.
    private mutating func review(upTo head: UInt64, limit: Int) -> Bool {
        guard !passedOver.isEmpty else { return false }
        let known = reviewed.firstIndex { $0.limit == limit }
        let start = known.map { reviewed[$0].head } ?? 0
        guard head > start else { return false }
        if let known { reviewed.remove(at: known) }
        if reviewed.count == Self.limitCount { reviewed.removeFirst() }
        reviewed.append((limit, head))
        let range = place(of: start + 1)..<place(of: head + 1)
        let rest = passedOver[range].filter { $0.length > limit }
        guard rest.count < range.count else { return false }
        passedOver.replaceSubrange(range, with: rest)
        return true
    }

    private mutating func forget(before oldest: UInt64) {
        guard let first = passedOver.first, first.sequence < oldest else { return }
        passedOver.removeFirst(place(of: oldest))
        if passedOver.isEmpty { reviewed = [] }
    }

    /// Where the first message stands that does not come before some other.
    private func place(of sequence: UInt64) -> Int {
        var range = passedOver.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = passedOver[middle].sequence < sequence ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
