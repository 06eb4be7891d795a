import Gossip

/// A message whose sender is still to hear that a second node holds it.
struct AwaitedCopy: Equatable {
    /// Who sent it.
    var client: ClientReference

    /// How it was called by its sender, and by this node.
    var key: String
    var id: MessageID
}

/// The messages whose senders wait, and how many confirmations were looked at.
///
/// A neighbour confirms the messages of one run in their order. So each run has a heap of its own, and only its first
/// message is asked about. Those that are too long for a neighbour wait apart for another.
struct AwaitedCopies {
    /// How many messages wait for a second copy, and how many of those that were passed over; beyond that the oldest are no
    /// longer waited for.
    ///
    /// A node without peers would gather them for ever.
    static let limit = 1 << 16

    /// The runs that have messages, by their epochs, the oldest first.
    private var runs: [AwaitedRun] = []

    /// How many messages wait.
    private(set) var count = 0

    /// Those that a neighbour could not take, as it was found: asked about when another says that it holds such.
    private var passedOver: [AwaitedCopy] = []

    private var confirmations = Confirmations()

    /// Whether none waits.
    var isEmpty: Bool { count == 0 && passedOver.isEmpty }

    /// Adds a message of this node.
    mutating func append(_ copy: AwaitedCopy) {
        if count >= Self.limit { removeFirst(of: 0) }
        let epoch = copy.id.epoch
        var index = runs.count
        while index > 0, runs[index - 1].epoch > epoch { index -= 1 }
        if index == 0 || runs[index - 1].epoch != epoch {
            runs.insert(AwaitedRun(epoch: epoch), at: index)
            index += 1
        }
        runs[index - 1].insert(copy)
        count += 1
    }

    /// Takes out the messages that another node holds by now, and forgets those that none will ever hold.
    ///
    /// - Parameters:
    ///   - news: What neighbours have confirmed; only what is another than last time is looked at.
    ///   - secondCopy: What is known of a second copy of a message.
    /// - Returns: They, oldest first.
    mutating func takeConfirmed(_ news: Confirmations, secondCopy: (MessageID) -> SecondCopy) -> [AwaitedCopy] {
        guard !isEmpty, confirmations != news else { return [] }
        var confirmed: [AwaitedCopy] = []
        if confirmations.lateCount != news.lateCount {
            confirmed = passedOver.filter { secondCopy($0.id) == .held }
            passedOver.removeAll { secondCopy($0.id) != .passedOver }
        }
        confirmations = news
        for run in runs.indices.reversed() {
            var ofRun: [AwaitedCopy] = []
            while let copy = runs[run].first {
                let state = secondCopy(copy.id)
                guard state != .awaited else { break }
                if state == .held { ofRun.append(copy) }
                if state == .passedOver { passedOver.append(copy) }
                guard removeFirst(of: run) else { break }
            }
            confirmed = ofRun + confirmed
        }
        // The oldest half at once: what remains is moved together, now and then.
        if passedOver.count > Self.limit { passedOver.removeFirst(passedOver.count - Self.limit / 2) }
        return confirmed
    }

    /// Forgets the first message of a run.
    ///
    /// - Returns: Whether the run has more.
    @discardableResult
    private mutating func removeFirst(of run: Int) -> Bool {
        runs[run].removeFirst()
        count -= 1
        guard runs[run].first == nil else { return true }
        runs.remove(at: run)
        return false
    }
}
