/// When the senders of a load send.
enum LoadPace {
    /// Never.
    case never

    /// As soon as a message is with all, so that so many of each sender are on their way.
    case window(Int)

    /// One after the other, one message each so many nanoseconds; the next is due at a time.
    case rate(gap: Int64, due: Int64, count: Int)

    /// Begins to send at a rate.
    ///
    /// - Parameters:
    ///   - perSecond: How many messages a second all send together.
    ///   - now: The time, by the monotonic clock in nanoseconds.
    /// - Returns: The pace, whose first message is due at once.
    static func rate(perSecond: Int, at now: Int64) -> LoadPace {
        .rate(gap: 1_000_000_000 / Int64(perSecond), due: now, count: 0)
    }

    /// When something is due; `nil` where it depends on what arrives.
    var deadline: Int64? {
        if case .rate(_, let due, _) = self { due } else { nil }
    }

    /// Takes the next message that is due.
    ///
    /// - Returns: Whose turn it is, from 0 on, and since when; `nil` when none is.
    mutating func takeDue(at now: Int64) -> (turn: Int, due: Int64)? {
        guard case .rate(let gap, let due, let count) = self, due <= now else { return nil }
        self = .rate(gap: gap, due: due + gap, count: count + 1)
        return (count, due)
    }
}
