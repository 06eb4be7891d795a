import Bytes

/// What each sender posted, in the order in which it did.
///
/// Nodes keep the order of what was posted on one of them. A program that goes on at another node could overtake itself:
/// what it posted last on the first one may come by a longer way than what it posts next. So the keys of its posts tell who
/// posted and the how many-th post it is, and what comes too early waits for what is missing.
///
/// Everybody on the channel sees the keys, and nodes take one from its sender alone. Nodes of before take it from whoever
/// posts first under it: so each has a part that nobody knows before. Who posts a number of somebody else there is heard
/// beside them, and makes others wait no longer than this.
struct SenderOrder {
    typealias Message = BroadcastChannel.Message

    /// For what is missing, in milliseconds: a node that lacks something asks another for it within a second.
    static let missingTime: Int64 = 3000

    /// How many messages wait at most.
    static let heldLimit = 1024

    /// How many bytes of messages wait at most.
    static let heldByteLimit = 1 << 24

    /// After how long it is noted again what had come when something began to wait, in milliseconds.
    static let markInterval: Int64 = 500

    /// Of how many senders it is known how far they are.
    static let senderLimit = 1024

    private struct Held {
        let number: Int
        let message: Message

        /// When it came, in milliseconds.
        let time: Int64
    }

    private struct Sender {
        /// The number of its next post.
        var next: Int

        /// What waits, in the order of its numbers; somebody else may say that a message has one of them, too.
        var held: [Held] = []

        /// When the first of those came, in milliseconds.
        var since: Int64?
    }

    /// What had come at a time, in milliseconds, at which something began to wait.
    private struct Mark {
        let position: BroadcastChannel.Position
        let time: Int64
    }

    private var senders: [String: Sender] = [:]

    /// The senders, in the order in which they were first heard.
    private var names: [String] = []
    private var heldCount = 0
    private var heldByteCount = 0

    /// One from before everything that waits began to, and those that were noted since; none where nothing waits.
    private var marks: [Mark] = []

    /// When ``release(at:)`` must be called, in milliseconds; `nil` for never.
    private(set) var deadline: Int64?

    /// How far all that came was heard, with what is to be heard now.
    var progress: ChannelProgress {
        if heldCount == 0 { .whole } else { marks.first.map { .upTo($0.position) } ?? .unknown }
    }

    /// The key of a sender's post.
    ///
    /// - Parameters:
    ///   - sender: 32 hexadecimal digits that nobody else has: the beginning of the hash of its session, by SHA-256.
    ///   - number: Which post it is, from 1 on.
    ///   - chance: What nobody knows before.
    /// - Returns: The key.
    static func key(_ sender: String, _ number: Int, chance: UInt64) -> String {
        "\(sender)#0\(number)#\(chance.hexadecimal)"
    }

    /// A message has come.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - position: What had come before it.
    ///   - now: The time, in milliseconds.
    /// - Returns: What is to be heard now.
    mutating func take(_ message: Message, after position: BroadcastChannel.Position?, at now: Int64) -> [Message] {
        guard let (name, number) = Self.parts(of: message.key ?? "") else { return [message] }
        guard var sender = senders[name] else {
            let held = names.count < Self.senderLimit ? [] : forget()
            senders[name] = Sender(next: number + 1)
            names.append(name)
            return held + [message]
        }
        // What nobody waits for any more is heard late.
        if number < sender.next { return [message] }
        if number == sender.next {
            sender.next += 1
            let rest = goOn(&sender, upTo: number)
            senders[name] = sender
            if !rest.isEmpty || sender.since != nil { setDeadline() }
            return [message] + rest
        }
        let place = sender.held.lastIndex { $0.number <= number }.map { $0 + 1 } ?? 0
        sender.held.insert(Held(number: number, message: message, time: now), at: place)
        heldCount += 1
        heldByteCount += message.byteCount
        sender.since = sender.since ?? now
        senders[name] = sender
        guard heldCount <= Self.heldLimit, heldByteCount <= Self.heldByteLimit else { return forget() }
        if let position, marks.last.map({ now >= $0.time + Self.markInterval }) ?? (heldCount == 1) {
            marks.append(Mark(position: position, time: now))
        }
        setDeadline()
        return []
    }

    /// What has waited long enough.
    mutating func release(at now: Int64) -> [Message] {
        guard let deadline, now >= deadline else { return [] }
        var messages: [Message] = []
        for name in names {
            guard var sender = senders[name], let since = sender.since, since + Self.missingTime <= now else {
                continue
            }
            let late = sender.held.last { $0.time + Self.missingTime <= now }
            messages += goOn(&sender, upTo: late?.number ?? 0)
            senders[name] = sender
        }
        setDeadline()
        return messages
    }

    /// What is missing may be lost: nothing waits any more.
    ///
    /// - Returns: All that waited.
    mutating func forget() -> [Message] {
        let held = names.flatMap { senders[$0]?.held.map(\.message) ?? [] }
        self = SenderOrder()
        return held
    }

    /// What waits up to a number, and what follows without a gap.
    private mutating func goOn(_ sender: inout Sender, upTo last: Int) -> [Message] {
        var messages: [Message] = []
        for held in sender.held {
            guard held.number <= max(last, sender.next) else { break }
            sender.next = held.number + 1
            heldByteCount -= held.message.byteCount
            messages.append(held.message)
        }
        sender.held.removeFirst(messages.count)
        heldCount -= messages.count
        sender.since = sender.held.map(\.time).min()
        return messages
    }

    private mutating func setDeadline() {
        let oldest = senders.values.compactMap(\.since).min()
        deadline = oldest.map { $0 + Self.missingTime }
        let passed = marks.lastIndex { mark in oldest.map { mark.time <= $0 } ?? false }
        marks.removeFirst(passed ?? (oldest == nil ? marks.count : 0))
    }

    /// The sender and the number that a key tells, if it is one of those.
    ///
    /// A zero before the number says that nodes let nobody else post under it: whoever leaves that out is somebody else.
    /// Programs of before leave it out, and those of before them the chance too.
    private static func parts(of key: String) -> (sender: String, number: Int)? {
        let parts = key.split(separator: "#", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), isHexadecimal(parts[0], 32) else { return nil }
        guard parts.count == 2 || isHexadecimal(parts[2], 16) else { return nil }
        let digits = parts[1].utf8
        guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let mark = digits.first == UInt8(ascii: "0") ? "#0" : "#"
        return Int(parts[1]).map { ("\(parts[0])\(mark)", $0) }
    }

    private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
