/// Answers of nodes about what was said before.
extension WholeJudge {
    /// A client gets a page of history: what was said, each message once, in the order of history.
    mutating func hear(_ lines: [ChatLine], before: String, _ reader: Int) {
        let name = readers[reader].name
        if takeQuestion(of: reader) != before { object(.answeredWrongly(key: before, reader: name)) }
        if lines.isEmpty, let place = OriginPlace(before), isSure(of: before, reader),
            readers[reader].connection.first[place.origin] ?? .max < place.sequence
        {
            object(.missing(message: "what came before \(before)", count: 1, reader: name))
        }
        var ids: Set = [before]
        var newest = 0.0
        var sequences: [String: Int] = [:]
        for line in lines {
            guard isTrue(line), let place = OriginPlace(line.id) else {
                object(.forged(message: line.text, reader: name))
                continue
            }
            if !ids.insert(line.id).inserted { object(.repeated(message: line.text, reader: name)) }
            // It is in the order of times while clocks are right, and always in that of each run.
            let isEarlier = terms.keepsTimeOrder && line.time < newest
            if isEarlier || terms.keepsRunOrder && place.sequence <= sequences[place.origin] ?? 0 {
                object(.outOfOrder(id: line.id, reader: name))
            }
            newest = max(newest, line.time)
            sequences[place.origin] = place.sequence
        }
    }

    /// A client is told that a node does not hold what the history was asked before.
    ///
    /// It may have come to another node only, but not what was heard on that very connection.
    mutating func handleNotHeld(_ reader: Int) {
        let name = readers[reader].name
        guard let id = takeQuestion(of: reader) else { return object(.answeredWrongly(key: "nothing", reader: name)) }
        if isSure(of: id, reader) { object(.missing(message: "the history before \(id)", count: 1, reader: name)) }
    }

    /// In the end all questions have an answer.
    mutating func judgeQuestions(of reader: Int) {
        guard !terms.slowReaders.contains(reader), let id = readers[reader].connection.questions.first else { return }
        object(.unanswered(key: "the question about \(id)", reader: readers[reader].name))
    }

    /// Takes notice of what the node holds that a client is on: it was sent once, so no other copy takes its place.
    mutating func noteHeld(_ id: String, at place: OriginPlace, _ reader: Int) {
        change(reader) { hearer in
            hearer.connection.heard.insert(id)
            hearer.connection.first[place.origin] = hearer.connection.first[place.origin] ?? place.sequence
        }
    }

    private func isSure(of id: String, _ reader: Int) -> Bool {
        !terms.losesOld && terms.suspects == 0 && readers[reader].connection.heard.contains(id)
    }

    private mutating func takeQuestion(of reader: Int) -> String? {
        guard let id = readers[reader].connection.questions.first else { return nil }
        change(reader) { $0.connection.questions.removeFirst() }
        return id
    }
}
