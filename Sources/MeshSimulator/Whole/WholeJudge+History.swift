/// Answers of nodes about what was said before.
extension WholeJudge {
    /// A client gets a page of history: what was said, each message once, in the order of history.
    mutating func hear(_ lines: [ChatLine], before: String, _ reader: Int) {
        let name = readers[reader].name
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
}
