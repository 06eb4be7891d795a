/// What is known of a run.
struct Findings {
    /// All that happened, as one number.
    var hash = EventHash()

    /// Every message, and who must get it.
    var ledger = Ledger()

    /// What was broken so far.
    var violations: [Violation] = []

    /// What happened where, if somebody wants to know.
    var chronicle = Chronicle()

    /// What everybody said last.
    var lastWords = LastWords()

    /// What is measured.
    var figures = Figures()
}
