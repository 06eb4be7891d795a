/// The runs of one node that are over, and of which nothing is held: 16 bytes each here, and in the end one number for all.
///
/// As long as a message that somebody holds may be of one of them, each is remembered: how far it was known, so that
/// nothing comes twice and what is above still can. Beyond retention all up to the ``watermark`` are over for ever.
struct ClosedRuns: Equatable, Sendable {
    /// The most runs that are remembered one by one; the oldest go below the watermark.
    static let limit = 1 << 16

    /// One run.
    struct Run: Equatable, Sendable {
        /// Which run.
        var epoch: UInt64

        /// The newest entry that was known.
        private var shortHead: UInt32

        /// How many of its entries were messages, at most.
        private var shortMessages: UInt32

        /// Remembers a run, unless it is too long for that.
        init?(epoch: UInt64, head: UInt64, messages: UInt64) {
            guard let shortHead = UInt32(exactly: head), let shortMessages = UInt32(exactly: messages) else {
                return nil
            }
            self.epoch = epoch
            self.shortHead = shortHead
            self.shortMessages = shortMessages
        }

        /// The newest entry that was known.
        var head: UInt64 { UInt64(shortHead) }

        /// How many of its entries were messages, at most.
        var messages: UInt64 { UInt64(shortMessages) }
    }

    /// Whatever is of a run up to this epoch is known or lost, for ever; 0 for no run.
    private(set) var watermark: UInt64 = 0

    /// How many messages the runs up to the watermark had, at most.
    private(set) var messages: UInt64 = 0

    /// The runs above the watermark, the oldest first.
    private(set) var runs = SlidingArray<Run>()

    /// Whether there are none.
    var isEmpty: Bool { watermark == 0 && runs.isEmpty }

    /// The newest of all.
    var newestEpoch: UInt64 { runs.last?.epoch ?? watermark }

    /// Starts with none.
    init() {}

    /// Takes what somebody else wrote.
    init(watermark: UInt64, messages: UInt64, runs: SlidingArray<Run>) {
        self.watermark = watermark
        self.messages = messages
        self.runs = runs
    }

    /// Whether a run is over for ever, or remembered.
    func contains(_ epoch: UInt64) -> Bool { epoch <= watermark || run(epoch) != nil }

    /// What is remembered of a run.
    func run(_ epoch: UInt64) -> Run? {
        let place = runs.partition { $0.epoch < epoch }
        return place < runs.end && runs[place].epoch == epoch ? runs[place] : nil
    }

    /// Remembers a run, in the place of what was remembered of it.
    mutating func insert(_ run: Run) {
        guard run.epoch > watermark else { return }
        let place = runs.partition { $0.epoch < run.epoch }
        if place < runs.end, runs[place].epoch == run.epoch {
            runs[place] = run
        } else if place == runs.end {
            runs.append(run)
        } else {
            runs.insert(run, at: place)
        }
    }

    /// Forgets a run, which is looked after elsewhere again.
    mutating func remove(_ epoch: UInt64) {
        let place = runs.partition { $0.epoch < epoch }
        if place < runs.end, runs[place].epoch == epoch { runs.remove(at: place) }
    }

    /// Lets the watermark rise.
    ///
    /// - Returns: The runs that went below it.
    mutating func raise(to epoch: UInt64) -> [Run] {
        guard epoch > watermark else { return [] }
        watermark = epoch
        let end = runs.partition { $0.epoch <= epoch }
        let gone = (runs.start..<end).map { runs[$0] }
        runs.removeAll(below: end)
        messages += gone.reduce(0) { $0 + $1.messages }
        return gone
    }

    /// Takes over how many messages somebody else counts below the same watermark.
    ///
    /// - Returns: How many more that are.
    mutating func adopt(messages count: UInt64) -> UInt64 {
        guard count > messages else { return 0 }
        defer { messages = count }
        return count - messages
    }
}
