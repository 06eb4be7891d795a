/// What is judged when everything has been well for a while.
extension RelayJudge {
    /// Judges what those have heard who are still there, and all orders.
    ///
    /// - Parameters:
    ///   - auditors: The guests that have just read the whole history of a channel.
    ///   - isQuick: Whether a guest reads all that comes at once; the others may not be through.
    ///   - lost: How many messages the node of a guest says are lost, on a channel.
    mutating func judge(auditors: Set<Int>, isQuick: (Int) -> Bool, lost: (Int, String) -> Int) {
        for (name, channel) in channels.sorted(by: { $0.key < $1.key }) {
            for listener in channel.listeners.values.sorted(by: { $0.guest < $1.guest }) where isQuick(listener.guest) {
                let early = auditors.contains(listener.guest) && !losesOld ? listener.since : listener.settled
                judgeHeard(listener, early: early, lost(listener.guest, name), channel)
            }
            let all = channel.past + channel.listeners.values.sorted { $0.guest < $1.guest }
            guard let auditor = channel.listeners.values.first(where: { auditors.contains($0.guest) }) else { continue }
            for listener in all where keepsRunOrder { judgeOrder(listener, auditor, channel) }
        }
    }

    private mutating func judgeHeard(_ listener: Listener, early: Int, _ lost: Int, _ channel: Channel) {
        let missing = channel.messages.indices.filter { number in
            guard number < early || number >= listener.since else { return false }
            let message = channel.messages[number]
            // Who goes on where it was has passed over what it said on its connections before.
            let isOwn =
                message.content.speaker == listener.guest
                && (listener.goesOn || message.serial == listener.serial)
            return message.isAccepted && !listener.heard.contains(number) && !(isOwn && !listener.echoes)
        }
        let allowed = losesOld ? lost + listener.told : 0
        guard !isLenient, let first = missing.first, missing.count > allowed else { return }
        let message = channel.messages[first].content.key
        object(.missing(message: message, count: missing.count, reader: "guest\(listener.guest)"))
    }

    /// Messages of one run of a node come in one order to everybody: the one of the history.
    private mutating func judgeOrder(_ listener: Listener, _ auditor: Listener, _ channel: Channel) {
        var places: [Int: Int] = [:]
        for (place, number) in auditor.order.enumerated() { places[number] = place }
        var newest: [RunName: Int] = [:]
        for number in listener.order {
            let message = channel.messages[number]
            // Of what was sent twice nobody knows which copy this is.
            guard message.sends == 1, let place = places[number] else { continue }
            if place <= newest[message.run] ?? -1 {
                object(.outOfOrder(id: message.content.key, reader: "guest\(listener.guest)"))
            }
            newest[message.run] = max(place, newest[message.run] ?? -1)
        }
        // What one connection says comes in the order in which it said it, however the history is sorted.
        var last: [[UInt64]: Int] = [:]
        for number in listener.order where channel.messages[number].sends == 1 {
            let message = channel.messages[number]
            let connection = [UInt64(message.content.speaker), message.serial]
            if message.content.number < last[connection] ?? 0 {
                object(.outOfOrder(id: message.content.key, reader: "guest\(listener.guest)"))
            }
            last[connection] = message.content.number
        }
    }
}
