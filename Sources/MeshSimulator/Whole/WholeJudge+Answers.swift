/// What clients are told beside messages: acknowledgements, and losses.
extension WholeJudge {
    /// A client is told that a message is held so many times: first once, then twice, each time that it was sent.
    mutating func handleAnswer(_ key: String, _ id: String, _ copies: Int, _ reader: Int) {
        let name = readers[reader].name
        guard var answers = readers[reader].connection.answers[key] else {
            return object(.answeredWrongly(key: key, reader: name))
        }
        if copies == 1 { answers.once += 1 } else { answers.twice += 1 }
        change(reader) { $0.connection.answers[key] = answers }
        guard copies == 1 || copies == 2, answers.once <= answers.sent, answers.twice <= answers.once,
            OriginPlace(id) != nil, let number = number(of: Self.text(ofKey: key))
        else { return object(.answeredWrongly(key: key, reader: name)) }
        accept(number, copies: copies)
        if readers[reader].reminder?.key == key { change(reader) { $0.reminder?.id = id } }
    }

    /// What was said with a key.
    private static func text(ofKey key: String) -> String { key.split(separator: "-").joined(separator: " says ") }

    /// A client cannot be told of more losses than there were messages; where a node does not know which entries were
    /// messages, it counts them all.
    mutating func judgeLoss(of reader: Int) {
        var most = terms.losesOld ? sendCount : 0
        if terms.losesOld {
            var heads: [String: Int] = [:]
            for other in readers {
                for (origin, newest) in other.newest { heads[origin] = max(heads[origin] ?? 0, newest.sequence) }
            }
            most += heads.values.reduce(0, +)
        }
        // What a disk lost may be counted on any connection.
        guard terms.suspects == 0, !terms.forgetsWhereLost else { return }
        let lost = readers[reader].connection.lost
        if lost > most { object(.countedAsLost(count: lost, reader: readers[reader].name)) }
    }

    /// At the end, each message that was sent on the last connection is held twice.
    func unansweredKey(of reader: Int) -> String? {
        readers[reader].connection.answers.filter { $1.once != $1.sent || $1.twice != $1.sent }.keys.min()
    }
}
