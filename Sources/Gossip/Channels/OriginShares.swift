/// Which origins have messages in a channel that are held.
///
/// A reader who comes back asks each of them whether it has anything new, instead of every message.
struct OriginShares: Sendable {
    /// The part of one origin.
    struct Share: Sendable {
        /// The origin's number.
        var origin: Int

        /// How many of its messages are held.
        var heldCount: Int

        /// The number of the newest that came.
        var newest: UInt64
    }

    /// In no particular order.
    private(set) var shares: [Share] = []

    private var places: [Int: Int] = [:]

    /// Where the origin stands that was looked up last: messages of one come in a row.
    private var recent = 0

    /// Whether messages of an origin are held.
    func contains(_ origin: Int) -> Bool { places[origin] != nil }

    /// Takes notice of a message that is held from now on.
    mutating func add(_ sequence: UInt64, of origin: Int) {
        if let place = place(of: origin) {
            shares[place].heldCount += 1
            shares[place].newest = max(shares[place].newest, sequence)
        } else {
            places[origin] = shares.count
            shares.append(Share(origin: origin, heldCount: 1, newest: sequence))
        }
    }

    /// Takes notice that a message is held no longer.
    mutating func removeOne(of origin: Int) {
        guard let place = place(of: origin) else { preconditionFailure("a message was let go that nobody held") }
        shares[place].heldCount -= 1
        guard shares[place].heldCount == 0 else { return }
        places[origin] = nil
        let last = shares.removeLast()
        guard place < shares.count else { return }
        shares[place] = last
        places[last.origin] = place
    }

    private mutating func place(of origin: Int) -> Int? {
        if recent < shares.count, shares[recent].origin == origin { return recent }
        guard let place = places[origin] else { return nil }
        recent = place
        return place
    }
}
