import WebSocket

/// Who watches relay channels, and knows nothing else of the mesh than what came out of clients' sockets.
struct RelayJudge: Sendable {
    /// Something that was posted.
    struct Message: Sendable {
        /// What.
        var content: RelayMessage

        /// The run of the node that took it in, if it was sent once; and on which of its connections its sender was.
        var run: RunName
        var serial: UInt64

        /// How often it was sent, and when the last time.
        var sends = 1
        var saidAt: Int64

        /// Whether a node has taken it on: it was answered, or somebody heard it.
        var isAccepted = false
    }

    /// A run of a node; a negative one is a run of which nothing else is known.
    struct RunName: Hashable, Sendable {
        /// The host, and which of its runs it is.
        var host: Int
        var run: Int32
    }

    /// One connection of one client.
    struct Listener: Sendable {
        /// Whose it is, and which.
        var guest: Int
        var serial: UInt64

        /// Whether it wants back what it says.
        var echoes: Bool

        /// Whether it goes on where it was on its connections before.
        var goesOn = false

        /// How many messages it was told are not held any more.
        var told = 0

        /// How many messages had been posted on its channel when it was open.
        var since = 0

        /// What it has heard, in that order.
        var heard = Bitset()
        var order: [Int] = []
    }

    /// One channel.
    struct Channel: Sendable {
        /// What was posted, and where each stands in it: by sender and number.
        var messages: [Message] = []
        var numbers: [[Int]: Int] = [:]

        /// The connections that are open, by guest; and those that were.
        var listeners: [Int: Listener] = [:]
        var past: [Listener] = []
    }

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

    /// Whether a disk may lose what was promised: it is not noted whether two have it.
    let isLenient: Bool

    /// Whether history has what one run took in in the order in which it did.
    let keepsRunOrder: Bool

    /// Begins to watch.
    init(losesOld: Bool, isLenient: Bool = false, keepsRunOrder: Bool = true) {
        self.losesOld = losesOld
        self.keepsRunOrder = keepsRunOrder
        self.isLenient = isLenient
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

    /// A guest was told that what it posted is held.
    mutating func handleAnswered(_ content: RelayMessage, on channel: String) {
        guard let number = channels[channel]?.numbers[[content.speaker, content.number]] else { return }
        channels[channel]?.messages[number].isAccepted = true
    }

    /// A guest listens, where a run of a node has taken it in.
    mutating func handleOpened(_ listener: Listener, on channel: String, at run: RunName) {
        var listener = listener
        let messages = channels[channel]?.messages ?? []
        listener.since = messages.count
        if listener.goesOn, let earlier = channels[channel]?.listeners[listener.guest] {
            let serial = listener.serial
            listener = earlier
            listener.serial = serial
            listener.goesOn = true
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

    /// A guest is told that messages are not held any more.
    mutating func handleGap(_ count: Int, _ guest: Int, on channel: String) {
        channels[channel]?.listeners[guest]?.told += count
        if !losesOld, !isLenient { object(.forged(message: "a gap of \(count)", reader: "guest\(guest)")) }
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
        channels[channel]?.messages[number].isAccepted = true
        guard var listener = channels[channel]?.listeners.removeValue(forKey: guest) else { return }
        // Of what was sent twice nobody knows on which connection it was taken in.
        if !listener.echoes, speaker == guest, message.serial == listener.serial, message.sends == 1 {
            object(.echoed(message: message.content.key, reader: reader))
        }
        // What is not held any more is not known by its key either.
        if !listener.heard.insert(number), !((losesOld || isLenient) && message.sends > 1) {
            object(.repeated(message: message.content.key, reader: reader))
        }
        listener.order.append(number)
        channels[channel]?.listeners[guest] = listener
    }
}
