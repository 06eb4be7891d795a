import Bytes

/// Answers with figures that clients have not read to their ends, of each of which the node keeps one array however many
/// share it.
///
/// Whoever asks at another moment is given other figures, and of tens of thousands of channels those are tens of
/// megabytes: as many clients that ask and do not read would keep as many. So what is given to nobody new any more has
/// one bound. Above it those who have the oldest are cut off: newer figures have overtaken them, as retention overtakes
/// slow clients of a channel.
struct HeldFigures {
    /// An answer that several clients may share.
    private struct Answer {
        let number: UInt32
        let byteCount: Int

        /// Who was given it.
        var readers: [ClientReference] = []
    }

    /// Up to how many bytes an answer is not looked at: thousands of clients may each leave as much of their own unread.
    static let shortBytes = 64 << 10

    /// How many bytes answers may have together that are given to nobody new; one of them may always stay.
    var limit: Int

    /// The oldest first.
    private var answers: [Answer] = []

    /// How many bytes they have together.
    private var byteCount = 0

    /// The number of the newest answer; 0 is none's.
    private var lastNumber: UInt32 = 0

    private var overtaken = Queue<(client: ClientReference, number: UInt32)>()

    /// Begins without any.
    init(limit: Int) {
        self.limit = limit
    }

    /// The number of an answer that was just written.
    mutating func takeNumber() -> UInt32 {
        lastNumber = max(1, lastNumber &+ 1)
        return lastNumber
    }

    /// Takes notice that a client is given an answer.
    mutating func note(_ figures: Figures, givenTo client: ClientReference) {
        guard figures.bytes.count > Self.shortBytes else { return }
        if answers.last?.number == figures.number {
            answers[answers.count - 1].readers.append(client)
        } else if let place = answers.lastIndex(where: { $0.number == figures.number }) {
            answers[place].readers.append(client)
        } else {
            answers.append(Answer(number: figures.number, byteCount: figures.bytes.count, readers: [client]))
            byteCount += figures.bytes.count
        }
    }

    /// Whether answers may be held that have too many bytes together: of some not everybody may read on.
    var mayBeOverLimit: Bool { byteCount - (answers.last?.byteCount ?? 0) > limit }

    /// Looks which clients are overtaken: ``popOvertaken()`` tells them.
    ///
    /// - Parameters:
    ///   - current: The answers that are still given.
    ///   - isReading: Whether a client has not read an answer to its end.
    mutating func overtake(sparing current: [UInt32], where isReading: (ClientReference, UInt32) -> Bool) {
        let isCurrent = { (answer: Answer) in current.contains(answer.number) }
        for place in answers.indices where !isCurrent(answers[place]) {
            while let last = answers[place].readers.last, !isReading(last, answers[place].number) {
                answers[place].readers.removeLast()
            }
        }
        answers.removeAll { $0.readers.isEmpty }
        var left = answers.reduce(0) { isCurrent($1) ? $0 : $0 + $1.byteCount }
        var count = answers.count { !isCurrent($0) }
        while left > limit, count > 1, let oldest = answers.firstIndex(where: { !isCurrent($0) }) {
            let answer = answers.remove(at: oldest)
            for client in answer.readers where isReading(client, answer.number) {
                overtaken.append((client, answer.number))
            }
            left -= answer.byteCount
            count -= 1
        }
        byteCount = answers.reduce(0) { $0 + $1.byteCount }
    }

    /// Whether there are clients that are to be cut off.
    var hasOvertaken: Bool { !overtaken.isEmpty }

    /// Takes out a client that is to be cut off, if it still has not read the answer of this number.
    mutating func popOvertaken() -> (client: ClientReference, number: UInt32)? { overtaken.popFirst() }
}

/// An answer with figures, and which one it is of all that a node has written.
struct Figures {
    var bytes: [UInt8]
    var number: UInt32
}
