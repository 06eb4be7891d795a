/// The runs of one node that are over, and of which nothing is held: 16 bytes each here, and in the end one number for all.
///
/// As long as a message that somebody holds may be of one of them, each is remembered: how far it was known, so that
/// nothing comes twice and what is above still can, and what it says of the one before it. Beyond retention all up to the
/// ``watermark`` are over for ever.
struct ClosedRuns: Equatable, Sendable {
    /// Whatever is of a run up to this epoch is known or lost, for ever; 0 for no run.
    private(set) var watermark: UInt64 = 0

    private var count: WrittenCount

    /// The runs above the watermark, the oldest first.
    private(set) var runs = PagedArray<Run>()

    /// What runs say of the one before them, by epoch, where ``Run/shortLink`` cannot: 40 bytes for each of a few.
    private var longLinks: [UInt64: RunLink] = [:]

    /// How many messages the runs up to the watermark had, at most.
    var messages: UInt64 { count.value }

    /// Whether there are none.
    var isEmpty: Bool { watermark == 0 && runs.isEmpty }

    /// The newest of all.
    var newestEpoch: UInt64 { runs.last?.epoch ?? watermark }

    /// Starts with none above a watermark.
    init(watermark: UInt64 = 0, messages: UInt64 = 0) {
        self.watermark = watermark
        count = WrittenCount(messages)
    }

    /// Whether one more can be remembered: those above a run that is not over cannot go below the watermark before that.
    ///
    /// - Parameters:
    ///   - epoch: The run.
    ///   - open: The oldest one that is not over, if there is any.
    ///   - limit: How many are remembered one by one; see ``GossipLimits/closedRuns``.
    /// - Returns: Whether there is room.
    func hasRoom(for epoch: UInt64, above open: UInt64?, limit: Int) -> Bool {
        guard let open, epoch > open, runs.count >= limit else { return true }
        return runs.count - runs.partition { $0.epoch < open } < limit
    }

    /// Whether a run is over for ever, or remembered.
    func contains(_ epoch: UInt64) -> Bool { epoch <= watermark || run(epoch) != nil }

    /// What is remembered of a run.
    func run(_ epoch: UInt64) -> Run? { place(of: epoch).map { runs[$0] } }

    /// Remembers a run, in the place of what was remembered of it.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - link: What it says of the one before it; what is known of that already stays.
    mutating func insert(_ run: Run, saying link: RunLink?) {
        guard run.epoch > watermark else { return }
        let place = runs.partition { $0.epoch < run.epoch }
        let isKnown = place < runs.endIndex && runs[place].epoch == run.epoch
        let known = isKnown ? self.link(at: place) : nil
        let later = place + (isKnown ? 1 : 0)
        let laterLink = later < runs.endIndex ? self.link(at: later) : nil
        if isKnown {
            forgetLink(at: place)
            runs[place] = run
        } else if place == runs.endIndex {
            runs.append(run)
        } else {
            runs.insert(run, at: place)
        }
        remember(known ?? link, at: place)
        if place + 1 < runs.endIndex { remember(laterLink, at: place + 1) }
    }

    /// Forgets a run, which is looked after elsewhere again.
    mutating func remove(_ epoch: UInt64) {
        guard let place = place(of: epoch) else { return }
        let laterLink = place + 1 < runs.endIndex ? link(at: place + 1) : nil
        forgetLink(at: place)
        runs.remove(at: place)
        let later = runs.partition { $0.epoch < epoch }
        if later < runs.endIndex { remember(laterLink, at: later) }
    }

    /// Lets the watermark rise.
    ///
    /// - Returns: The runs that went below it.
    mutating func raise(to epoch: UInt64) -> [Run] {
        guard epoch > watermark else { return [] }
        watermark = epoch
        let end = runs.partition { $0.epoch <= epoch }
        let laterLink = end < runs.endIndex ? link(at: end) : nil
        for place in 0..<end { forgetLink(at: place) }
        let gone = Array(runs[..<end])
        runs.removeFirst(end)
        if !runs.isEmpty { remember(laterLink, at: 0) }
        count.add(gone.reduce(0) { $0 + $1.messages })
        return gone
    }

    /// Takes over how many messages somebody else counts below the same watermark.
    ///
    /// - Returns: How many more that are.
    mutating func adopt(messages count: UInt64) -> UInt64 {
        let known = messages
        self.count = WrittenCount(max(known, count))
        return messages - known
    }

    // MARK: What runs say of those before them

    /// What a run says of the one before it, if that is remembered.
    func link(of epoch: UInt64) -> RunLink? { place(of: epoch).flatMap(link(at:)) }

    /// What a run says of the one before it.
    ///
    /// - Parameters:
    ///   - epoch: The run.
    ///   - place: Behind where it probably stands; then where it does, so that a row of runs is not looked for one by one.
    /// - Returns: What is remembered.
    func link(of epoch: UInt64, below place: inout Int) -> RunLink? {
        if !runs.indices.contains(place - 1) || runs[place - 1].epoch != epoch {
            guard let found = self.place(of: epoch) else { return nil }
            place = found + 1
        }
        place -= 1
        return link(at: place)
    }

    /// What the run at a place says of the one before it, unless that is over for ever.
    func link(at place: Int) -> RunLink? {
        switch runs[place].shortLink {
        case Run.noLink: return nil
        case Run.longLink: return longLinks[runs[place].epoch].flatMap { $0.epoch > watermark ? $0 : nil }
        case let number: return RunLink(at: number, epoch: runs[place - 1].epoch, upTo: runs[place - 1].head)
        }
    }

    /// Remembers what a run says, unless that is of one that is over for ever, or comes above what was known of it.
    private mutating func remember(_ link: RunLink?, at place: Int) {
        forgetLink(at: place)
        let run = runs[place]
        guard let link, link.epoch > watermark, link.epoch < run.epoch, link.at >= 1, link.at <= run.head else {
            return
        }
        let earlier = place > 0 ? runs[place - 1] : nil
        if link.at < Run.longLink, earlier?.epoch == link.epoch, earlier?.head == link.upTo {
            runs[place].shortLink = link.at
        } else {
            runs[place].shortLink = Run.longLink
            longLinks[run.epoch] = link
        }
    }

    private mutating func forgetLink(at place: Int) {
        if runs[place].shortLink == Run.longLink { longLinks[runs[place].epoch] = nil }
        runs[place].shortLink = Run.noLink
    }

    private func place(of epoch: UInt64) -> Int? {
        let place = runs.partition { $0.epoch < epoch }
        return place < runs.endIndex && runs[place].epoch == epoch ? place : nil
    }
}
