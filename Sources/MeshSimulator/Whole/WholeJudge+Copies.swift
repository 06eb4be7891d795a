/// Copies of one message, as the two sides of a partition may both take it in when it is sent again.
extension WholeJudge {
    /// A client hears a copy of a message.
    mutating func noteCopy(_ id: String, of number: Int, for reader: Int, at now: Int64) {
        let connection = readers[reader].connection
        change(reader) { $0.copies[number, default: [:]][id] = connection.serial }
        handleShown(Copy(id: id, node: connection.node), at: now)
    }

    /// Whether who has heard a message gets the copy of it that the other side of a partition took in.
    ///
    /// A node cannot know that these are one message when it does not hold the copy that was heard elsewhere. It does
    /// hold it when it has shown it to anybody before.
    func isCopyFromElsewhere(_ id: String, of number: Int, for reader: Int) -> Bool {
        let connection = readers[reader].connection
        guard messages[number].sends > 1, let attachedAt = connection.attachedAt else { return false }
        return readers[reader].copies[number, default: [:]].allSatisfy { heard, serial in
            let shownAt = firstShowing(of: Copy(id: heard, node: connection.node)) ?? .max
            return heard != id && serial != connection.serial && shownAt > attachedAt
        }
    }
}
