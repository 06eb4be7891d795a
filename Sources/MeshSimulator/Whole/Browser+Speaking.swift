import WebSocket

/// What a person says, and says again.
extension Browser {
    /// Says so many things in one breath, if it is in the chat.
    ///
    /// - Returns: What it said.
    mutating func speak(_ count: Int) -> [Utterance] {
        guard let connection, connection.isOpen else { return [] }
        let words = (0..<count).map { _ in nextWords() }
        // Those that arrive together may be read together, and those that do not, not.
        if dice.below(2) == 0 {
            connection.send(frames(words))
        } else {
            for word in words { connection.send(frames([word])) }
        }
        return words
    }

    /// Says the last thing that has a key once more.
    mutating func repeatLast() -> [Utterance] {
        let numbers = (0..<sentCount).reversed()
        guard let connection, connection.isOpen, let number = numbers.first(where: { isKeyed($0 + 1) }) else {
            return []
        }
        let words = [Utterance(number + 1, by: name, keyed: true)]
        connection.send(frames(words))
        return words
    }

    /// Takes notice that a message is held.
    mutating func handleAcknowledged(_ key: String) { unacknowledged.removeAll { $0.key == key } }

    /// What it says before anybody has answered.
    mutating func earlyWords() -> [Utterance] {
        // Before it was attached once, nobody has told it where it stands.
        let fresh = position == nil ? 0 : dice.below(3)
        let again = manners.contains(.resends) ? unacknowledged : []
        return again + (0..<fresh).map { _ in nextWords() }
    }

    private mutating func nextWords() -> Utterance {
        sentCount += 1
        let words = Utterance(sentCount, by: name, keyed: isKeyed(sentCount))
        if manners.contains(.resends), words.key != nil { unacknowledged.append(words) }
        return words
    }

    private func isKeyed(_ number: Int) -> Bool { !manners.contains(.isCareless) || !number.isMultiple(of: 3) }

    /// What it sends to say something.
    mutating func frames(_ words: [Utterance]) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in words {
            let key = UInt32(truncatingIfNeeded: dice.next())
            Frame.encodeClient(.text, Array(word.json.utf8).span, maskingKey: key, into: &bytes)
        }
        return bytes
    }
}
