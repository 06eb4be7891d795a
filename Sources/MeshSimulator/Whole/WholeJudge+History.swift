/// Answers of nodes about what was said before.
extension WholeJudge {
    /// A client gets a page of history: what was said, each message once, in the order of history, and no hole in it.
    mutating func hear(_ lines: [ChatLine], before: String, hasMore: Bool, _ reader: Int) {
        let name = readers[reader].name
        let question = takeQuestion(of: reader)
        if question?.before != before || lines.count > question?.count ?? 0 || lines.isEmpty && hasMore {
            object(.answeredWrongly(key: before, reader: name))
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
            if isEarlier || place.sequence <= sequences[place.origin] ?? 0 {
                object(.outOfOrder(id: line.id, reader: name))
            }
            newest = max(newest, line.time)
            sequences[place.origin] = place.sequence
        }
        let places = lines.compactMap(HistoryPlace.init)
        judgePage(places, ids, before: before, hasMore: hasMore, reader)
        if hasMore, let first = places.first { change(reader) { $0.hasMore.append(first) } }
    }

    /// Of what was heard on that very connection a page has all from its first message to the one that it is before; the
    /// first page of all has everything before that.
    private mutating func judgePage(
        _ places: [HistoryPlace],
        _ ids: Set<String>,
        before: String,
        hasMore: Bool,
        _ reader: Int
    ) {
        let heard = readers[reader].connection.heard
        guard terms.keepsTimeOrder, let end = heard[before], isSure(of: before, reader) else { return }
        if let last = places.last, last >= end {
            object(.outOfOrder(id: before, reader: readers[reader].name))
        }
        let missing = heard.filter { id, place in
            guard let first = places.first, hasMore else { return place < end && !ids.contains(id) }
            return place < end && first < place && !ids.contains(id)
        }
        guard let first = missing.min(by: { $0.value < $1.value }) else { return }
        let message = "\(first.key) before \(before)"
        object(.missing(message: message, count: missing.count, reader: readers[reader].name))
    }

    /// Whoever was told that there is more before a message, there was: whoever reads all in the end reads that too.
    mutating func judgePages(in lines: [ChatLine]) {
        guard terms.keepsTimeOrder, let first = lines.compactMap(HistoryPlace.init).min() else { return }
        for reader in readers where reader.hasMore.contains(where: { $0 <= first }) {
            object(.answeredWrongly(key: "what is before all", reader: reader.name))
        }
    }

    /// A client is told that a node does not hold what the history was asked before.
    ///
    /// It may have come to another node only, but not what was heard on that very connection.
    mutating func handleNotHeld(_ reader: Int) {
        let name = readers[reader].name
        guard let id = takeQuestion(of: reader) else { return object(.answeredWrongly(key: "nothing", reader: name)) }
        if isSure(of: id.before, reader) {
            object(.missing(message: "the history before \(id.before)", count: 1, reader: name))
        }
    }

    /// In the end all questions have an answer.
    mutating func judgeQuestions(of reader: Int) {
        guard !terms.slowReaders.contains(reader), let id = readers[reader].connection.questions.first else { return }
        object(.unanswered(key: "the question about \(id.before)", reader: readers[reader].name))
    }

    /// Takes notice of what the node holds that a client is on: it was sent once, so no other copy takes its place.
    mutating func noteHeld(_ line: ChatLine, at place: OriginPlace, _ reader: Int) {
        change(reader) { $0.connection.heard[line.id] = HistoryPlace(time: line.time, place: place) }
    }

    private func isSure(of id: String, _ reader: Int) -> Bool {
        !terms.losesOld && terms.suspects == 0 && readers[reader].connection.heard[id] != nil
    }

    private mutating func takeQuestion(of reader: Int) -> ChatHearer.Question? {
        guard let id = readers[reader].connection.questions.first else { return nil }
        change(reader) { $0.connection.questions.removeFirst() }
        return id
    }
}
