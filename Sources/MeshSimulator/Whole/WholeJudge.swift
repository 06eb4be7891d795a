import Bytes

/// Who watches the clients of the chat in a mesh of whole nodes, and knows nothing else of it.
///
/// It is told what was said, and every event that came out of a client's socket.
struct WholeJudge: Sendable {
    /// Something that was said.
    struct Message: Sendable {
        /// The words.
        var words: Utterance

        /// How often it was sent, and when the last time.
        var sends = 1
        var saidAt: Int64 = 0

        /// Whether a node has taken it on, or two have.
        var acceptance = Acceptance()

        /// The time of the newest message that its sender had heard on that connection, in milliseconds.
        var after = 0.0
    }

    /// What is wrong.
    private(set) var violations: [WholeViolation] = []

    /// How many messages came out of sockets.
    private(set) var hearings = 0

    /// Everything that happened to clients, as one number.
    private(set) var hash = EventHash()

    /// Those who hear.
    private(set) var readers: [ChatHearer]

    /// What was said.
    private(set) var messages: [Message] = []

    /// What may be expected.
    let terms: Terms

    /// What happened where, for whoever draws it.
    var chronicle = Chronicle()

    private var numbers: [String: Int] = [:]

    /// Which copies of messages nodes have shown to somebody, and when each did so first.
    private var shown: [Copy: Int64] = [:]

    /// One of the copies of a message, on one of the nodes.
    struct Copy: Hashable, Sendable {
        var id: String
        var node: String
    }

    /// Watches clients.
    init(_ names: [String], _ terms: Terms) {
        readers = names.map { ChatHearer($0) }
        self.terms = terms
    }

    /// The number of what was said.
    func number(of text: String) -> Int? { numbers[text] }

    /// Something else than what a client hears is wrong.
    mutating func object(_ violation: WholeViolation) {
        // One fault may show a thousand times.
        if violations.count < 20, !violations.contains(violation) { violations.append(violation) }
    }

    /// Somebody says something, or says it again.
    mutating func handleSaid(_ words: [Utterance], by reader: Int, at now: Int64 = 0) {
        for word in words {
            if let key = word.key {
                readers[reader].connection.answers[key, default: ChatHearer.Answers()].sent += 1
            }
            if let number = numbers[word.text] {
                messages[number].sends += 1
                messages[number].saidAt = now
            } else {
                numbers[word.text] = messages.count
                let before = terms.carriesTime ? readers[reader].newestTime : readers[reader].connection.newest
                messages.append(Message(words: word, saidAt: now, after: before))
            }
        }
    }

    /// A client has no connection any more, or is about to make another.
    mutating func handleGone(_ reader: Int, at now: Int64) {
        judgeList(of: reader, at: now)
        readers[reader].connection = ChatHearer.Connection(serial: readers[reader].connection.serial + 1)
    }

    /// A client hears something.
    mutating func handle(_ news: ChatNews, of reader: Int, at now: Int64) {
        if readers[reader].connection.attachedAt == nil, !news.tellsPlace {
            object(.early(reader: readers[reader].name))
        }
        switch news {
        case .attached(_, let node):
            readers[reader].connection.node = node
            readers[reader].since = readers[reader].since ?? messages.count
            readers[reader].connection.attachedAt = now
        case .message(let line): hear(line, reader, at: now)
        case .users(let names, let nodes): see(names, nodes, reader)
        case .usersChanged(let joined, let left): see(joined: joined, left: left, reader)
        case .gap(let lost, _):
            readers[reader].lost += lost
            readers[reader].connection.lost += lost
            judgeLoss(of: reader)
        case .acknowledged(let key, let id, let copies): handleAnswer(key, id, copies, reader)
        case .history(let before, let lines, let more): hear(lines, before: before, hasMore: more, reader)
        case .notHeld: handleNotHeld(reader)
        case .other(let text): object(.forged(message: text, reader: readers[reader].name))
        }
    }

    /// Notes what came of a file.
    mutating func note(file: [UInt8]) { hash.fold(file.span.hash(seed: 0)) }

    /// Whether a line is what somebody said, and from the node that its ID names.
    func isTrue(_ line: ChatLine) -> Bool {
        guard let number = numbers[line.text], line.key == messages[number].words.key,
            line.text.hasPrefix(line.username + " "), let place = OriginPlace(line.id)
        else { return false }
        return place.node == line.node
    }

    /// Notes that a message was taken on, by one node or two.
    mutating func accept(_ number: Int, copies: Int = 1) { messages[number].acceptance.note(copies: copies) }

    /// When a node showed a copy to somebody for the first time; `nil` for one that it never showed.
    func firstShowing(of copy: Copy) -> Int64? { shown[copy] }

    /// Somebody is shown a copy.
    mutating func handleShown(_ copy: Copy, at now: Int64) { shown[copy] = min(shown[copy] ?? now, now) }

    /// Changes what is known of one that hears.
    mutating func change(_ reader: Int, _ body: (inout ChatHearer) -> Void) { body(&readers[reader]) }

    private mutating func hear(_ line: ChatLine, _ reader: Int, at now: Int64) {
        hearings += 1
        let name = readers[reader].name
        hash.fold(UInt64(reader), UInt64(numbers[line.text] ?? Int(UInt16.max)))
        guard isTrue(line), let number = numbers[line.text], let place = OriginPlace(line.id) else {
            return object(.forged(message: line.text, reader: name))
        }
        messages[number].acceptance.note()
        guard readers[reader].heard.insert(number) else {
            // What is not held any more is not known by its key either.
            let isCopy = readers[reader].copies[number]?[line.id] == nil
            let isNew = (terms.losesOld || terms.suspects > 0) && messages[number].sends > 1 && isCopy
            let isAgain = !isNew && !isCopyFromElsewhere(line.id, of: number, for: reader)
            noteCopy(line.id, of: number, for: reader, at: now)
            return isAgain ? object(.repeated(message: line.text, reader: name)) : ()
        }
        noteCopy(line.id, of: number, for: reader, at: now)
        if terms.keepsTimeOrder, messages[number].sends == 1, line.time <= messages[number].after {
            object(.answeredBefore(message: line.text, reader: name))
        }
        readers[reader].connection.newest = max(readers[reader].connection.newest, line.time)
        readers[reader].newestTime = max(readers[reader].newestTime, line.time)
        if messages[number].sends == 1 { noteHeld(line, at: place, reader) }
        if reader == terms.auditor { readers[reader].lines.append(line) }
        // What comes live and what is read of the past is in the order of each run's numbers: a clock that is set back makes a
        // time earlier, and no rank.
        if let newest = readers[reader].newest[place.origin],
            place.sequence <= newest.sequence || terms.keepsRunTimes && line.time <= newest.time
        {
            object(.outOfOrder(id: line.id, reader: name))
        }
        readers[reader].newest[place.origin] = ChatHearer.Newest(sequence: place.sequence, time: line.time)
    }
}
