import Bytes
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
    private var passedOver = Queue<AwaitedCopy>()

    /// How many of these are to be asked about, since another neighbour says so.
    private var lateCount = 0

    private var confirmations = Confirmations()

    /// Whether there are some whose senders can be told, since not all could be told at once.
    private(set) var hasConfirmed = false

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
    ///   - news: What neighbours have confirmed; only what is another than last time is looked at, and what was left then.
    ///   - limit: How many messages are looked at; there may be more then.
    ///   - secondCopy: What is known of a second copy of a message.
    /// - Returns: They, oldest first but for those that were passed over before.
    mutating func takeConfirmed(
        _ news: Confirmations,
        atMost limit: Int = .max,
        secondCopy: (MessageID) -> SecondCopy
    ) -> [AwaitedCopy] {
        guard !isEmpty, hasConfirmed || confirmations != news else { return [] }
        if confirmations.lateCount != news.lateCount { lateCount = passedOver.count }
        confirmations = news
        hasConfirmed = false
        var left = limit
        let late = takeLate(&left, secondCopy)
        let confirmed = takeFirst(&left, secondCopy)
        hasConfirmed = left == 0 && !isEmpty
        while passedOver.count > Self.limit { _ = passedOver.popFirst() }
        lateCount = min(lateCount, passedOver.count)
        return late + confirmed
    }

    /// Asks about those that were passed over, once more each, and takes out those that another node holds by now.
    private mutating func takeLate(_ left: inout Int, _ secondCopy: (MessageID) -> SecondCopy) -> [AwaitedCopy] {
        var confirmed: [AwaitedCopy] = []
        while lateCount > 0, left > 0, let copy = passedOver.popFirst() {
            switch secondCopy(copy.id) {
            case .held: confirmed.append(copy)
            case .passedOver: passedOver.append(copy)
            case .awaited, .never: break
            }
            lateCount -= 1
            left -= 1
        }
        return confirmed
    }

    /// Takes out of each run those in front of the first that is still waited for, and returns those that another node holds.
    private mutating func takeFirst(_ left: inout Int, _ secondCopy: (MessageID) -> SecondCopy) -> [AwaitedCopy] {
        var confirmed: [AwaitedCopy] = []
        var run = 0
        while run < runs.count, left > 0 {
            guard let copy = runs[run].first, case let state = secondCopy(copy.id), state != .awaited else {
                run += 1
                continue
            }
            if state == .held { confirmed.append(copy) }
            if state == .passedOver { passedOver.append(copy) }
            removeFirst(of: run)
            left -= 1
        }
        return confirmed
    }

    /// Forgets the first message of a run, and the run if it has no more.
    private mutating func removeFirst(of run: Int) {
        runs[run].removeFirst()
        count -= 1
        if runs[run].first == nil { runs.remove(at: run) }
    }
}
