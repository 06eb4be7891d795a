/// The clients whose handshake is not over, in the order in which they came, under the tokens that they are watched by.
///
/// Each costs some tens of kilobytes for as long as it takes. Who waits longest goes when there are too many, so that those
/// who never finish keep nobody out.
struct Vestibule {
    /// How many there may be.
    static let limit = 256

    private var waiting: Set<UInt64> = []

    /// Their tokens, with those of who has left meanwhile and, at the front, of who was sent away.
    private(set) var queue: [UInt64] = []
    private var first = 0

    /// How many there are.
    var count: Int { waiting.count }

    /// Lets one in.
    mutating func enter(_ token: UInt64) {
        guard waiting.insert(token).inserted else { return }
        queue.append(token)
    }

    /// Lets one out, if it is in.
    mutating func leave(_ token: UInt64) {
        if waiting.remove(token) != nil { forgetThoseWhoLeft() }
    }

    /// Takes out who has waited longest, when there are more than may be.
    mutating func takeExcess() -> UInt64? {
        guard waiting.count > Self.limit else { return nil }
        while first < queue.count {
            let token = queue[first]
            first += 1
            guard waiting.remove(token) != nil else { continue }
            forgetThoseWhoLeft()
            return token
        }
        return nil
    }

    /// Those who have left are passed over, and let go of when they are most.
    private mutating func forgetThoseWhoLeft() {
        guard queue.count > 2 * waiting.count + Self.limit else { return }
        queue = queue[first...].filter(waiting.contains)
        first = 0
    }
}
