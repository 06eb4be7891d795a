/// What is judged when everything has been well for a while: what had to come has come.
extension WholeJudge {
    /// Judges what clients have heard and see.
    ///
    /// - Parameters:
    ///   - nodes: On which node each of the clients is; `nil` for who is not in the chat.
    ///   - now: The time.
    mutating func judge(on nodes: [String?], at now: Int64) {
        let there = readers.indices.filter { nodes[$0] != nil }
        let expected = there.map { readers[$0].name }.sorted()
        for reader in readers.indices {
            let name = readers[reader].name
            guard nodes[reader] != nil else {
                object(.notAttached(reader: name))
                continue
            }
            judgeList(of: reader, at: now)
            judgeHeard(reader)
            judgeQuestions(of: reader)
            // What was let go before a second node took it is held nowhere.
            if !terms.losesOld, terms.suspects == 0, let key = unansweredKey(of: reader) {
                object(.unanswered(key: key, reader: name))
            }
            let shown = readers[reader].connection.users ?? [:]
            let isWrong = there.contains { shown[readers[$0].name] != nodes[$0] && shown[readers[$0].name] != "" }
            if shown.keys.sorted() != expected || isWrong {
                object(.usersDiffer(reader: name, shown: shown.keys.sorted(), expected: expected))
            }
        }
        judgeHistory()
    }

    /// Nobody misses what was taken on, but what it was told is lost.
    private mutating func judgeHeard(_ index: Int) {
        let reader = readers[index]
        let missing = ((reader.since ?? messages.count)..<messages.count).filter {
            isOwed($0) && !reader.heard.contains($0)
        }
        guard let first = missing.first, missing.count > (terms.losesOld ? reader.lost : 0) else { return }
        object(.missing(message: messages[first].words.text, count: missing.count, reader: reader.name))
    }

    /// The history has everything that was taken on, once; and of each message the copy that senders are told of.
    private mutating func judgeHistory() {
        guard let auditor = terms.auditor, !terms.losesOld else { return }
        let missing = messages.indices.filter { isOwed($0) && !readers[auditor].heard.contains($0) }
        if let first = missing.first {
            let text = messages[first].words.text
            object(.missing(message: text, count: missing.count, reader: readers[auditor].name))
        }
        if terms.suspects == 0 { judgePages(in: readers[auditor].lines) }
        for case let (key, id?)? in readers.map(\.reminder) {
            let line = readers[auditor].lines.first { $0.key == key }
            if let line, line.id != id { object(.namedWrongly(key: key, id: id, expected: line.id)) }
        }
    }

    /// Judges what those see who are in a part of the mesh that was healed while the others are cut off.
    ///
    /// - Parameters:
    ///   - nodes: On which node of that part each of the clients is in the chat; `nil` for who is not.
    ///   - ghosts: Who may be shown although somewhere else.
    mutating func judgeLists(on nodes: [String?], besides ghosts: Set<String>) {
        let there = readers.indices.filter { nodes[$0] != nil }
        let expected = there.map { readers[$0].name }.sorted()
        for reader in there {
            let shown = (readers[reader].connection.users ?? [:]).keys.sorted()
            if shown.filter({ !ghosts.contains($0) || expected.contains($0) }) != expected {
                object(.usersDiffer(reader: readers[reader].name, shown: shown, expected: expected))
            }
        }
    }
}
