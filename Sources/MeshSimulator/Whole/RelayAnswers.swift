/// What a client of the channel protocol was told on one connection of what it posted there.
struct RelayAnswers: Sendable {
    private var answers: [String: ChatHearer.Answers] = [:]

    /// A message is posted under a key.
    mutating func add(_ key: String) { answers[key, default: ChatHearer.Answers()].sent += 1 }

    /// The client is told that a message is held by so many nodes: first by one, then by two, each time that it was posted.
    ///
    /// - Returns: Whether that had to be told.
    mutating func take(_ key: String, copies: Int) -> Bool {
        guard var answer = answers[key] else { return false }
        if copies == 1 { answer.once += 1 } else { answer.twice += 1 }
        answers[key] = answer
        return answer.once <= answer.sent && answer.twice <= answer.once
    }

    /// The first key of which the client was not told all.
    ///
    /// - Parameter copies: By how many nodes it must be held.
    /// - Returns: The key; `nil` when it was told all.
    func unansweredKey(heldBy copies: Int) -> String? {
        answers.filter { $1.once != $1.sent || copies > 1 && $1.twice != $1.sent }.keys.min()
    }
}
