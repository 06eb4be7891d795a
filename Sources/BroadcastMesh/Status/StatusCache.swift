import Gossip

/// The answers to `/status` and `/metrics`, kept for a moment: each open page asks every few seconds.
///
///     asked ──▶ lines compared ──▶ answer written ──▶ given to each who asked before ──▶ the next who asked
///
/// Of tens of thousands of channels each of the three takes many turns.
struct StatusCache {
    /// How long an answer is given again at most, in nanoseconds.
    static let longest: Int64 = 250_000_000

    /// How long it is given again for each channel and user in it, in nanoseconds: about twenty times what it costs.
    ///
    /// A small node always tells what is true now.
    static let perItem: Int64 = 25_000

    /// One answer.
    private struct Answer {
        var figures: Figures
        var validUntil: Int64
    }

    /// What is said of each channel.
    private var channels = ChannelLines()

    /// Who has asked for an answer, and waits until the lines are up to date.
    private var askers: [Asker] = []

    /// Those who are answered now.
    private var round: FiguresRound?

    private var status: Answer?
    private var metrics: Answer?

    /// What clients have not read to its end.
    private var held: HeldFigures

    /// How many users there were when figures were last told.
    private var userCount = 0

    /// Which of the two answers.
    enum Format {
        case status
        case metrics
    }

    /// A client that waits.
    struct Asker {
        var client: ClientReference
        var kind: Format
    }

    /// What is to be done next for those who wait.
    enum NextStep {
        /// Nothing in this turn.
        case nothing

        /// Tell all figures, by ``begin(_:_:at:)``.
        case figures(Format)

        /// Answer one who waits.
        case answer(Asker, Figures)
    }

    /// Begins without answers.
    ///
    /// - Parameter heldLimit: How many bytes of answers that are given to nobody new may be kept for who reads slowly.
    init(heldLimit: Int) {
        held = HeldFigures(limit: heldLimit)
    }

    /// Has a client wait.
    mutating func append(_ asker: Asker) { askers.append(asker) }

    /// Whether somebody waits, or is to be cut off.
    var hasWork: Bool { round != nil || !askers.isEmpty || held.hasOvertaken }

    /// Goes on with the answers for those who wait, as far as the turn goes.
    ///
    /// - Parameters:
    ///   - table: The channels.
    ///   - clients: How many clients a channel has on this node.
    ///   - budget: Pays.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: What is to be done before it is called again.
    mutating func next(
        _ table: ChannelTable,
        clients: (Int) -> Int,
        paidBy budget: inout TurnBudget,
        at now: Int64
    ) -> NextStep {
        if round == nil {
            guard !askers.isEmpty, channels.update(table, clients: clients, paidBy: &budget) else { return .nothing }
            round = FiguresRound(for: askers)
            askers = []
        }
        guard budget.isOpen else { return .nothing }
        if let bytes = round?.goOn(with: channels.lines, paidBy: &budget) {
            let figures = keep(bytes, as: .status, at: now)
            round?.end(.status, with: figures)
        }
        guard let step = round?.next(paidBy: budget) else {
            round = nil
            return .nothing
        }
        return step
    }

    /// Begins an answer that was asked for, of lines that are up to date.
    ///
    /// - Parameters:
    ///   - kind: Which of the two.
    ///   - figures: All that the node counts.
    ///   - now: Monotonic nanoseconds.
    mutating func begin(_ kind: Format, _ figures: NodeFigures, at now: Int64) {
        userCount = figures.report.users.count
        switch kind {
        case .status:
            round?.begin(StatusDraft(figures.report, listing: channels.lines))
        case .metrics:
            let bytes = Array(Metrics(figures, channels.lines).text.utf8)
            let answer = keep(bytes, as: .metrics, at: now)
            round?.end(.metrics, with: answer)
        }
    }

    /// The answer that is still to be given, at a time in monotonic nanoseconds.
    func answer(_ kind: Format, at now: Int64) -> Figures? {
        guard let answer = kind == .status ? status : metrics, now < answer.validUntil else { return nil }
        return answer.figures
    }

    private mutating func keep(_ bytes: [UInt8], as kind: Format, at now: Int64) -> Figures {
        keep(bytes, as: kind, count: channels.lines.count + userCount, at: now)
    }

    /// Keeps an answer.
    ///
    /// - Parameters:
    ///   - bytes: The answer.
    ///   - kind: Which of the two.
    ///   - count: How many channels and users there are.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: The answer.
    @discardableResult
    mutating func keep(_ bytes: [UInt8], as kind: Format, count: Int, at now: Int64) -> Figures {
        let figures = Figures(bytes: bytes, number: held.takeNumber())
        let answer = Answer(figures: figures, validUntil: now + min(Self.longest, Int64(count) * Self.perItem))
        if kind == .status { status = answer } else { metrics = answer }
        return figures
    }
}

/// Those who read slowly.
extension StatusCache {
    /// How many bytes of answers that are given to nobody new may be kept for them.
    mutating func setHeldLimit(to bytes: Int) { held.limit = bytes }

    /// Takes notice that a client is given an answer.
    ///
    /// - Returns: Whether so much may be held now that it must be looked whom newer answers have overtaken.
    mutating func note(_ figures: Figures, givenTo client: ClientReference) -> Bool {
        held.note(figures, givenTo: client)
        return held.mayBeOverLimit
    }

    /// Looks whom newer answers have overtaken: ``popOvertaken()`` tells it.
    ///
    /// - Parameter isReading: Whether a client has not read an answer to its end, by its number.
    mutating func overtake(where isReading: (ClientReference, UInt32) -> Bool) {
        held.overtake(sparing: [status, metrics].compactMap { $0?.figures.number }, where: isReading)
    }

    /// Takes out a client that is to be cut off, if it still has not read the answer of this number.
    mutating func popOvertaken() -> (client: ClientReference, number: UInt32)? { held.popOvertaken() }
}
