/// What everybody says at once when all is well, and when that was everywhere.
struct LastWords {
    /// The number of the first of these messages, and when all were posted, in nanoseconds.
    let first: Int
    let saidAt: Int64

    /// When each came to the last node that it came to, as far as any did.
    private(set) var arrivals: [Int64] = []

    /// Begins with the message that is posted next.
    init(from first: Int = .max, at now: Int64 = 0) {
        self.first = first
        saidAt = now
    }

    /// A message is new to a node.
    mutating func noteArrival(of message: Int, at now: Int64) {
        guard message >= first else { return }
        while arrivals.count <= message - first { arrivals.append(saidAt) }
        arrivals[message - first] = now
    }
}
