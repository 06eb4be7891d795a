/// Who watches the clients of a mesh of whole nodes, and knows nothing else of it.
///
/// It is told what was said, what a node has acknowledged, and every event that came out of a client's socket.
struct WholeJudge: Sendable {
    /// Something that was said.
    struct Message: Sendable {
        /// The words.
        var text: String

        /// Whether a node has taken it on: it was acknowledged, or somebody heard it.
        var isAccepted = false
    }

    /// One client, all its connections together.
    struct Hearer: Sendable {
        /// Who it is.
        var name: String

        /// How many messages had been said when it was attached for the first time; `nil` before.
        var since: Int?

        /// What it has heard.
        var heard = Bitset()

        /// The newest number that it has heard of each origin.
        var newest: [Substring: Int] = [:]

        /// How many messages it was told are lost.
        var lost = 0

        /// The last list of users that it was shown on this connection.
        var users: [String] = []
    }

    /// What is wrong.
    private(set) var violations: [WholeViolation] = []

    /// How many messages came out of sockets.
    private(set) var hearings = 0

    /// Everything that happened to clients, as one number.
    private(set) var hash = EventHash()

    /// How many messages were said.
    var saidCount: Int { messages.count }

    /// How many messages a node has taken on.
    var acceptedCount: Int { messages.count(where: \.isAccepted) }

    private var messages: [Message] = []
    private var numbers: [String: Int] = [:]
    private var readers: [Hearer]
    private let sabotage: WholeScenario.Sabotage?

    /// Watches clients.
    init(_ names: [String], sabotage: WholeScenario.Sabotage?) {
        readers = names.map { Hearer(name: $0) }
        self.sabotage = sabotage
    }

    /// Something else than what a client hears is wrong.
    mutating func object(_ violation: WholeViolation) {
        // One fault may show a thousand times.
        if violations.count < 20, !violations.contains(violation) { violations.append(violation) }
    }

    /// Somebody is about to say something.
    mutating func handleSpoken(_ text: String) {
        numbers[text] = messages.count
        messages.append(Message(text: text))
    }

    /// A client is about to connect anew.
    mutating func handleConnecting(_ reader: Int) { readers[reader].users = [] }

    /// A client hears something.
    mutating func handle(_ news: ChatNews, of reader: Int, keyed text: String? = nil) {
        switch news {
        case .attached: if readers[reader].since == nil { readers[reader].since = messages.count }
        case .message(let text, let id): hear(text, id, reader)
        case .users(let users):
            readers[reader].users = sabotage == .hideUser && reader == 0 ? Array(users.dropLast()) : users
        case .gap(let lost): readers[reader].lost += lost
        case .acknowledged: if let text, let number = numbers[text] { messages[number].isAccepted = true }
        case .other: break
        }
    }

    /// Everything has been well for a while: what had to come has come.
    ///
    /// - Parameter attached: Which of the clients are in the chat.
    mutating func judge(attached: [Bool]) {
        let expected = readers.indices.filter { attached[$0] }.map { readers[$0].name }.sorted()
        for (index, reader) in readers.enumerated() {
            guard attached[index] else {
                object(.notAttached(reader: reader.name))
                continue
            }
            let lost = reader.lost + (sabotage == .inventLoss && index == 0 ? 1 : 0)
            if lost > 0 { object(.countedAsLost(count: lost, reader: reader.name)) }
            judgeHeard(reader)
            if reader.users != expected {
                object(.usersDiffer(reader: reader.name, shown: reader.users, expected: expected))
            }
        }
    }

    private mutating func judgeHeard(_ reader: Hearer) {
        let missing = ((reader.since ?? messages.count)..<messages.count).filter {
            messages[$0].isAccepted && !reader.heard.contains($0)
        }
        guard let first = missing.first else { return }
        object(.missing(message: messages[first].text, count: missing.count, reader: reader.name))
    }

    private mutating func hear(_ text: String, _ id: String, _ reader: Int) {
        hearings += 1
        hash.fold(UInt64(reader), UInt64(numbers[text] ?? Int(UInt16.max)))
        guard let number = numbers[text] else { return object(.forged(message: text, reader: readers[reader].name)) }
        messages[number].isAccepted = true
        guard readers[reader].heard.insert(number) else {
            return object(.repeated(message: text, reader: readers[reader].name))
        }
        let parts = id.split(separator: "/")
        guard parts.count == 2, let sequence = Int(parts[1]) else {
            return object(.forged(message: id, reader: readers[reader].name))
        }
        if sequence <= readers[reader].newest[parts[0]] ?? 0 {
            object(.outOfOrder(id: id, reader: readers[reader].name))
        }
        readers[reader].newest[parts[0]] = sequence
    }
}
