/// What a person has said, until two nodes hold it.
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
    }

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

    /// Takes in that so many nodes hold a message.
    mutating func acknowledge(_ key: String, copies: Int) {
        guard let index = unsettled.firstIndex(where: { $0.key == key }) else { return }
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

    /// Gives up everything.
    ///
    /// - Returns: What no node has confirmed.
    mutating func removeAll() -> [Message] {
        defer { unsettled = [] }
        return waiting
    }
}
