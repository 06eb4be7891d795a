import WebSocket

/// Who watches relay channels, and knows nothing else of the mesh than what came out of clients' sockets.
struct RelayJudge: Sendable {
    /// What is wrong.
    private(set) var violations: [WholeViolation] = []

    /// Everything that happened to clients, as one number.
    private(set) var hash = EventHash()

    /// How many messages came out of sockets.
    private(set) var hearings = 0

    private(set) var channels: [String: Channel] = [:]

    /// Whether messages are let go while the scenario runs.
    let losesOld: Bool

    /// Something is wrong.
    mutating func object(_ violation: WholeViolation) {
        if violations.count < 20, !violations.contains(violation) { violations.append(violation) }
    }

    /// How many disks may lose what was promised.
    let suspects: Int

    /// Whether history is in the order of the times that messages show: no clocks are far apart.
    let keepsTimeOrder: Bool

    /// How long a message may be that every node takes, in bytes: a longer one is lost on some.
    let lengthForAll: Int

    /// Whether such a loss may be told on any channel.
    let forgetsWhereLost: Bool

    /// Whether nothing goes wrong, so that what was said a while ago is everywhere.
    let isCalm: Bool

    /// After how long a message is on every node, in nanoseconds, where nothing goes wrong.
    private static let settlingTime: Int64 = 2_000_000_000

    /// Begins to watch.
    init(
        losesOld: Bool,
        suspects: Int = 0,
        keepsTimeOrder: Bool = true,
        isCalm: Bool = false,
        lengthForAll: Int = .max,
        forgetsWhereLost: Bool = false
    ) {
        self.forgetsWhereLost = forgetsWhereLost
        self.lengthForAll = lengthForAll
        self.keepsTimeOrder = keepsTimeOrder
        self.losesOld = losesOld
        self.isCalm = isCalm
        self.suspects = suspects
    }

    /// A guest posts something, or posts it again.
    ///
    /// - Parameters:
    ///   - contents: What.
    ///   - channel: Where.
    ///   - run: Which run of a node it goes to.
    ///   - serial: On which of its connections.
    ///   - now: When, in nanoseconds.
    mutating func handlePosted(
        _ contents: [RelayMessage],
        on channel: String,
        at run: RunName,
        serial: UInt64,
        _ now: Int64
    ) {
        for content in contents {
            let key = [content.speaker, content.number]
            if let number = channels[channel]?.numbers[key] {
                channels[channel]?.messages[number].sends += 1
                channels[channel]?.messages[number].saidAt = now
                continue
            }
            let number = channels[channel]?.messages.count ?? 0
            channels[channel, default: Channel()].numbers[key] = number
            channels[channel]?.messages.append(Message(content: content, run: run, serial: serial, saidAt: now))
        }
    }

    /// A guest was told that what it posted is held, and how it is called: by an ID.
    mutating func handleAnswered(_ answer: RelayAnswer, on channel: String) {
        let (speaker, count) = (answer.message.speaker, answer.message.number)
        guard let number = channels[channel]?.numbers[[speaker, count]], let name = OriginPlace(answer.id) else {
            return object(.answeredWrongly(key: answer.message.key, reader: "guest\(speaker)"))
        }
        channels[channel]?.messages[number].acceptance.note(copies: answer.copies)
        let names = channels[channel]?.names[number] ?? []
        guard !names.contains(name) else { return }
        channels[channel]?.names[number] = names + [name]
    }

    /// A guest goes to a run of a node: what it hears there of what is known there is history.
    mutating func handleAsked(_ guest: Int, on channel: String, at run: RunName) {
        let shown = channels[channel]?.shown[run] ?? Bitset()
        channels[channel]?.known[guest] = (run, shown)
    }

    /// A guest listens, where a run of a node has taken it in.
    mutating func handleOpened(_ listener: Listener, on channel: String, at run: RunName, _ now: Int64) {
        var listener = listener
        let messages = channels[channel]?.messages ?? []
        listener.since = messages.count
        listener.run = run
        // Of more than it asked for nobody can tell which are the last: clocks sort them.
        if isCalm, messages.reduce(0, { $0 + $1.sends }) <= listener.history.count ?? 0 {
            listener.history.settled = messages.prefix { $0.saidAt + Self.settlingTime < now }.count
        }
        // A run that began meanwhile may have to hear again what the one before it knew.
        if let asked = channels[channel]?.known[listener.guest], asked.run == run {
            listener.history.known = asked.shown
        }
        if listener.goesOn, let earlier = channels[channel]?.listeners[listener.guest] {
            let serial = listener.serial
            listener = earlier
            listener.run = run
            listener.serial = serial
            (listener.goesOn, listener.told.here) = (true, 0)
        } else {
            handleGone(listener.guest, from: channel)
        }
        for (number, message) in messages.enumerated()
        where message.content.speaker == listener.guest && message.serial == listener.serial {
            channels[channel]?.messages[number].run = run
        }
        channels[channel, default: Channel()].listeners[listener.guest] = listener
    }

    /// A guest does not listen any more.
    ///
    /// - Returns: Whether it did.
    @discardableResult
    mutating func handleGone(_ guest: Int, from channel: String) -> Bool {
        guard let listener = channels[channel]?.listeners.removeValue(forKey: guest) else { return false }
        channels[channel]?.past.append(listener)
        return true
    }

    /// Whether a guest listens on the connection that it has.
    func isListening(_ guest: Int, serial: UInt64, on channel: String) -> Bool {
        channels[channel]?.listeners[guest]?.serial == serial
    }

    /// A guest is told that messages are not held any more: of no more than there were.
    mutating func handleGap(_ count: Int, _ guest: Int, on channel: String, ofAtMost most: Int) {
        channels[channel]?.listeners[guest]?.told.all += count
        channels[channel]?.listeners[guest]?.told.here += count
        let told = channels[channel]?.listeners[guest]?.told.here ?? count
        if told > (losesOld || isLenient || forgetsWhereLost ? most : longCount(on: channel)) {
            object(.countedAsLost(count: told, reader: "guest\(guest)"))
        }
    }

    /// Messages of one run come in the order of their IDs, what is read of the past too: whatever clocks show, ranks rise.
    private mutating func note(_ place: HistoryPlace, of number: Int, _ listener: inout Listener, on channel: String) {
        channels[channel]?.places[number] = place
        let (origin, sequence) = (place.place.origin, place.place.sequence)
        if sequence <= listener.newest[origin] ?? 0 {
            object(.outOfOrder(id: "\(origin)/\(sequence)", reader: "guest\(listener.guest)"))
        }
        listener.newest[origin] = max(sequence, listener.newest[origin] ?? 0)
    }

    /// A guest hears something.
    mutating func hear(_ hearing: RelayHearing, _ guest: Int, on channel: String) {
        hearings += 1
        let reader = "guest\(guest)"
        let (speaker, count) = RelayMessage.read(hearing.bytes) ?? (-1, -1)
        guard let number = channels[channel]?.numbers[[speaker, count]],
            let message = channels[channel]?.messages[number], message.content.type == hearing.type,
            message.content.bytes == hearing.bytes, hearing.isJSON ?? message.content.isJSON == message.content.isJSON
        else {
            let shown = String(decoding: hearing.bytes.prefix(40), as: UTF8.self)
            return object(.forged(message: "\(hearing.type) \(shown)", reader: reader))
        }
        hash.fold(UInt64(guest), UInt64(number))
        channels[channel]?.messages[number].acceptance.note()
        guard var listener = channels[channel]?.listeners.removeValue(forKey: guest) else { return }
        _ = channels[channel]?.shown[listener.run, default: Bitset()].insert(number)
        // Of what was sent twice nobody knows on which connection it was taken in.
        if !listener.echoes, speaker == guest, message.serial == listener.serial, message.sends == 1 {
            object(.echoed(message: message.content.key, reader: reader))
        }
        if !listener.heard.insert(number) {
            listener.again[number, default: 0] += 1
            // What is not held any more is not known by its key either: it comes once for each time that it was sent.
            let copies = losesOld || isLenient || isLong(message) ? message.sends : 1
            if listener.again[number] ?? 0 >= copies { object(.repeated(message: message.content.key, reader: reader)) }
        }
        listener.order.append(number)
        if let place = hearing.place { note(place, of: number, &listener, on: channel) }
        channels[channel]?.listeners[guest] = listener
    }
}
