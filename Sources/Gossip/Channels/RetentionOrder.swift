/// In which order messages are let go.
enum RetentionOrder {
    /// To make room: by rank, which is the same on every node whatever its clock shows.
    case rank

    /// Because they are too old: by time, bounded by their arrival.
    case age
}

extension Channel {
    /// The rank or the time of the message that goes first, once ``settle(by:)`` was called.
    func first(by order: RetentionOrder) -> Int64? {
        switch order {
        case .rank: lowestRank
        case .age: oldestTime
        }
    }

    /// Lets go of that message.
    ///
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeFirst(by order: RetentionOrder, _ isBefore: (Int, Int) -> Bool) -> MessageRecord? {
        switch order {
        case .rank: removeLowest(by: isBefore)
        case .age: removeOldest(by: isBefore)
        }
    }
}
