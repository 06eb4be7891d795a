import MeshClient

/// What a person has said, until two nodes hold it.
///
/// A node that takes so many messages a second says so, and closes the connection above it. So they wait for their turn,
/// and each goes over one connection once, and not again to the very run of a node that has it.
struct OwnMessages {
    /// How many may wait until a node has confirmed them.
    static let waitingLimit = 200

    /// How many are remembered that one node holds: a mesh of one never makes a second copy.
    static let confirmedLimit = 50

    /// One message, with what tells it from every other.
    struct Message: Equatable {
        var key: String
        var text: String

        /// How many nodes hold it, as far as that was told.
        var copies = 0

        /// The run of a node at which it was said, as `alpha@1763700000123`, once that was told.
        var run = ""

        /// Whether it went over this connection, or need not.
        var isSaid = false
    }

    private var pace = PostingPace()
    private var isOpen = false

    /// What is to be sent again to the next node, oldest first.
    private(set) var unsettled: [Message] = []

    /// What no node has confirmed, oldest first.
    var waiting: [Message] { unsettled.filter { $0.copies == 0 } }

    /// Remembers what is said.
    mutating func add(_ message: Message) {
        unsettled.append(message)
        var surplus = unsettled.count { $0.copies > 0 } - Self.confirmedLimit
        unsettled.removeAll { message in
            guard message.copies > 0, surplus > 0 else { return false }
            surplus -= 1
            return true
        }
    }

    /// A run of a node is there, which takes so many messages a second; any number without a rate.
    mutating func open(_ run: String?, rate: Int?) {
        isOpen = true
        pace.setRate(rate)
        for index in unsettled.indices {
            let own = unsettled[index]
            unsettled[index].isSaid = own.copies > 0 && own.run == run
        }
    }

    /// The node is gone.
    mutating func close() {
        isOpen = false
    }

    /// The messages whose turn it is, at a time in monotonic nanoseconds.
    mutating func say(at now: Int64) -> [Message] {
        guard isOpen else { return [] }
        var messages: [Message] = []
        for index in unsettled.indices where !unsettled[index].isSaid {
            guard pace.take(at: now / Self.millisecond) else { break }
            unsettled[index].isSaid = true
            messages.append(unsettled[index])
        }
        return messages
    }

    /// When ``say(at:)`` has more to say, in monotonic nanoseconds; `nil` for never.
    var deadline: Int64? {
        isOpen && unsettled.contains { !$0.isSaid } ? pace.nextTurn * Self.millisecond : nil
    }

    private static let millisecond: Int64 = 1_000_000

    /// Takes in that so many nodes hold a message, under an ID.
    mutating func acknowledge(_ key: String, as id: String, copies: Int) {
        guard let index = unsettled.firstIndex(where: { $0.key == key }) else { return }
        if unsettled[index].copies == 0 { unsettled[index].run = String(id.prefix { $0 != "/" }) }
        unsettled[index].copies = max(unsettled[index].copies, copies)
        if unsettled[index].copies > 1 { unsettled.remove(at: index) }
    }

    /// Gives up the largest that no node has confirmed, the first of several.
    mutating func removeLargestWaiting() -> Message? {
        let largest = waiting.reduce(nil as Message?) { largest, next in
            guard let largest, largest.text.utf8.count >= next.text.utf8.count else { return next }
            return largest
        }
        unsettled.removeAll { $0.key == largest?.key }
        return largest
    }

    /// Gives up what went over the connection, or the last one, and no node has confirmed: one may have taken it.
    mutating func removeSaid() -> [Message] {
        let said = waiting.filter(\.isSaid)
        unsettled.removeAll { $0.copies == 0 && $0.isSaid }
        return said
    }

    /// Gives up everything.
    ///
    /// - Returns: What no node has confirmed.
    mutating func removeAll() -> [Message] {
        defer { unsettled = [] }
        return waiting
    }
}
