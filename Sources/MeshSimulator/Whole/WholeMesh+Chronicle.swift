extension WholeMesh {
    /// Writes down what happens at a node, if anybody wants to see it.
    mutating func note(_ event: Chronicle.Event, on host: Int) {
        guard scenario.terrain.keepsChronicle, host < hosts.count else { return }
        judge.chronicle.note(event, on: host, at: internet.now)
    }

    /// Writes down that somebody says something.
    mutating func noteSaid(_ words: [Utterance], by browser: Int) {
        judge.handleSaid(words, by: browser, at: internet.now)
        for word in words {
            guard let number = judge.number(of: word.text) else { continue }
            note(.post(number), on: browsers[browser].node)
        }
    }

    /// Writes down that a node lets somebody go.
    mutating func noteEnd(_ name: String, _ code: UInt16?, _ reason: String, on host: Int) {
        let words = [code.map { "\($0)" }, reason.isEmpty ? nil : reason].compactMap(\.self).joined(separator: " ")
        note(.visit("lets \(name) go: \(words)"), on: host)
    }

    /// Writes down that somebody hears something.
    mutating func noteHeard(_ text: String, by browser: Int) {
        guard let number = judge.number(of: text) else { return }
        note(.arrival(number), on: browsers[browser].node)
    }

    /// All that was written down; `nil` if nobody wanted to see it.
    mutating func finishedChronicle() -> Chronicle? {
        guard scenario.terrain.keepsChronicle else { return nil }
        judge.chronicle.close(at: internet.now, names: judge.messages.map(\.words.text))
        return judge.chronicle
    }
}
