/// What is judged when everything has been well for a while.
extension RelayJudge {
    /// Whether a disk may lose what was promised: what was lost may be told of, and be there again under another number.
    var isLenient: Bool { suspects > 0 }

    /// Whether a message must be there in the end.
    func isOwed(_ message: Message) -> Bool { message.acceptance.binds(despite: suspects) }

    /// Judges what those have heard who are still there, and all orders.
    ///
    /// - Parameters:
    ///   - auditors: The guests that have just read the whole history of a channel.
    ///   - isQuick: Whether a guest reads all that comes at once; the others may not be through.
    ///   - lost: How many messages were lost on a channel that a guest was not told of.
    mutating func judge(auditors: Set<Int>, isQuick: (Int) -> Bool, lost: (Int, String) -> Int) {
        for (name, channel) in channels.sorted(by: { $0.key < $1.key }) {
            let present = channel.listeners.values.sorted { $0.guest < $1.guest }
            for listener in present where isQuick(listener.guest) {
                let early = auditors.contains(listener.guest) && !losesOld ? listener.since : listener.history.settled
                judgeHeard(listener, early: early, lost(listener.guest, name), channel)
            }
            let sure = channel.surePlaces.filter { isOwed(channel.messages[$0.number]) }
            let runs = Dictionary(grouping: sure) { $0.place.place.origin }.mapValues { places in
                places.sorted { $0.place.place.sequence < $1.place.place.sequence }
            }
            for (listener, isThere) in channel.past.map({ ($0, false) }) + present.map({ ($0, true) }) {
                judgeOrder(listener, channel)
                if keepsTimeOrder, auditors.contains(listener.guest) { judgeHistory(listener, channel) }
                judgeCount(listener, channel, isThrough: isThere && isQuick(listener.guest))
                if !losesOld { judgeHoles(listener, runs, channel) }
            }
            judgeNames(channel)
        }
    }

    /// Whoever was told how its message is called was told what everybody is: one that was sent once is there once.
    private mutating func judgeNames(_ channel: Channel) {
        for (number, names) in channel.names.sorted(by: { $0.key < $1.key }) where channel.messages[number].sends == 1 {
            guard let expected = channel.places[number]?.place ?? names.first,
                let other = names.first(where: { $0 != expected })
            else { continue }
            let key = channel.messages[number].content.key
            object(.namedWrongly(key: key, id: other.id, expected: expected.id))
        }
    }

    private mutating func judgeHeard(_ listener: Listener, early: Int, _ lost: Int, _ channel: Channel) {
        let missing = channel.messages.indices.filter { number in
            guard number < early || number >= listener.since else { return false }
            let message = channel.messages[number]
            guard !isLong(message) else { return false }
            // Who goes on where it was has passed over what it said on its connections before.
            let isOwn =
                message.content.speaker == listener.guest
                && (listener.goesOn || message.serial == listener.serial)
            return isOwed(message) && !listener.heard.contains(number) && !(isOwn && !listener.echoes)
        }
        let allowed = losesOld ? lost + listener.told.all : 0
        guard let first = missing.first, missing.count > allowed else { return }
        let message = channel.messages[first].content.key
        object(.missing(message: message, count: missing.count, reader: "guest\(listener.guest)"))
    }

    /// Messages of one run of a node come to everybody in the order of their IDs, and what one connection says in the order in
    /// which it said it.
    private mutating func judgeOrder(_ listener: Listener, _ channel: Channel) {
        var newest: [String: Int] = [:]
        var last: [[UInt64]: Int] = [:]
        // Of what was sent twice nobody knows which copy this is.
        for number in listener.order where channel.messages[number].sends == 1 {
            let message = channel.messages[number]
            let connection = [UInt64(message.content.speaker), message.serial]
            var isLate = message.content.number < last[connection] ?? 0
            last[connection] = message.content.number
            if let place = channel.places[number]?.place {
                isLate = isLate || place.sequence <= newest[place.origin] ?? 0
                newest[place.origin] = place.sequence
            }
            if isLate { object(.outOfOrder(id: message.content.key, reader: "guest\(listener.guest)")) }
        }
    }

    /// A history is in the order of (time, name, epoch, sequence) on every node, while clocks are right.
    private mutating func judgeHistory(_ listener: Listener, _ channel: Channel) {
        let numbers = listener.order.filter { channel.messages[$0].sends == 1 && channel.places[$0] != nil }
        for (number, next) in zip(numbers, numbers.dropFirst()) {
            guard let place = channel.places[number], let later = channel.places[next], later < place else { continue }
            object(.outOfOrder(id: channel.messages[next].content.key, reader: "guest\(listener.guest)"))
        }
    }

    /// Of what was known on its node before it came, nobody hears more than it asked for, nor less.
    private mutating func judgeCount(_ listener: Listener, _ channel: Channel, isThrough: Bool) {
        guard !listener.goesOn, let history = listener.history.count else { return }
        let known = channel.messages.indices.filter {
            channel.messages[$0].sends == 1 && listener.history.known.contains($0) && !isLong(channel.messages[$0])
        }
        let heard = known.filter(listener.heard.contains)
        if heard.count > history {
            object(.answeredWrongly(key: "\(heard.count) of \(history) messages", reader: "guest\(listener.guest)"))
        }
        // Newer ones that nobody had heard there may stand in the place of those.
        let old = Set(listener.order.filter { $0 < listener.since }).count
        let missing = min(history, known.count { isOwed(channel.messages[$0]) }) - old
        guard isThrough, !losesOld, missing > 0 else { return }
        object(.missing(message: "the last \(history)", count: missing, reader: "guest\(listener.guest)"))
    }

    /// Between two messages of one run that somebody heard there is none that it did not hear, however slowly it reads.
    private mutating func judgeHoles(
        _ listener: Listener,
        _ runs: [String: [(number: Int, place: HistoryPlace)]],
        _ channel: Channel
    ) {
        for (_, run) in runs.sorted(by: { $0.key < $1.key }) {
            let numbers = run.map(\.number)
            guard let first = numbers.firstIndex(where: listener.heard.contains),
                let last = numbers.lastIndex(where: listener.heard.contains)
            else { continue }
            let missing = numbers[first...last].filter { number in
                let isOwn = channel.messages[number].content.speaker == listener.guest
                return !listener.heard.contains(number) && !(isOwn && !listener.echoes)
                    && !isLong(channel.messages[number])
            }
            guard let number = missing.first else { continue }
            let message = channel.messages[number].content.key
            object(.missing(message: message, count: missing.count, reader: "guest\(listener.guest)"))
        }
    }
}

extension RelayJudge.Channel {
    /// Where messages stand that were sent once: there is no other copy.
    fileprivate var surePlaces: [(number: Int, place: HistoryPlace)] {
        places.filter { messages[$0.key].sends == 1 }.map { ($0.key, $0.value) }
    }
}
