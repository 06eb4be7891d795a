/// What one answer about history has room for, and what may be looked at for it.
///
/// A peer can post what is no event: of that a few bytes are told, however many were looked at. Without the second bound one
/// answer could look at a page of such messages, each as long as an answer may be.
struct HistoryRoom {
    /// How many bytes are looked at before an answer ends, whatever they turn out to be: as many as two answers have.
    static let checkedBytes = 2 * PastMessage.answerBytes

    private var room = PastMessage.answerBytes
    private var unchecked = checkedBytes
    private var isEmpty = true

    /// Has room for a whole answer.
    init() {}

    /// Takes a message, if there is room for it; there always is for the first.
    mutating func takes(_ message: PastMessage) -> Bool {
        room -= message.cost
        unchecked -= message.checkedBytes
        defer { isEmpty = false }
        return isEmpty || room >= 0 && unchecked >= 0
    }
}
