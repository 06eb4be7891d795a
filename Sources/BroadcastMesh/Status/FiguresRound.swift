import Bytes

/// Those who asked for figures before they were brought up to date, and what they are answered: each in its turn, all the
/// same.
struct FiguresRound {
    private var askers = Queue<StatusCache.Asker>()
    private var draft: StatusDraft?
    private var status: Figures?
    private var metrics: Figures?

    /// Begins to answer.
    init(for askers: [StatusCache.Asker]) {
        for asker in askers { self.askers.append(asker) }
    }

    /// Begins an answer to `/status`.
    mutating func begin(_ draft: StatusDraft) { self.draft = draft }

    /// Takes a whole answer; that to `/metrics` is written at once.
    mutating func end(_ kind: StatusCache.Format, with figures: Figures) {
        switch kind {
        case .status: status = figures
        case .metrics: metrics = figures
        }
    }

    /// Goes on with the answer that was begun, as far as the turn goes.
    ///
    /// - Returns: The answer, once it is complete: it ends with it.
    mutating func goOn(with lines: [ChannelLines.Line?], paidBy budget: inout TurnBudget) -> [UInt8]? {
        guard draft?.goOn(with: lines, paidBy: &budget) == true, let bytes = draft?.bytes else { return nil }
        draft = nil
        return bytes
    }

    /// What is to be done next; `nil` when all have their answer.
    mutating func next(paidBy budget: TurnBudget) -> StatusCache.NextStep? {
        guard let asker = askers.first else { return nil }
        guard draft == nil, budget.isOpen else { return .nothing }
        guard let figures = asker.kind == .status ? status : metrics else { return .figures(asker.kind) }
        _ = askers.popFirst()
        return .answer(asker, figures)
    }
}
