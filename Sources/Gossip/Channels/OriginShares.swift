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

    /// Up to how many are looked through: a table of their places costs more than the few that most channels have.
    private static let fewShares = 8

    /// In no particular order.
    private(set) var shares: [Share] = []

    /// Where each origin stands, once there are more than ``fewShares``.
    private var places: [Int: Int] = [:]

    /// Where the origin stands that was looked up last: messages of one come in a row.
    private var recent = 0

    /// Whether messages of an origin are held.
    func contains(_ origin: Int) -> Bool { search(origin) != nil }

    /// Takes notice of a message that is held from now on.
    mutating func add(_ sequence: UInt64, of origin: Int) {
        if let place = place(of: origin) {
            shares[place].heldCount += 1
            shares[place].newest = max(shares[place].newest, sequence)
        } else {
            shares.append(Share(origin: origin, heldCount: 1, newest: sequence))
            if !places.isEmpty { places[origin] = shares.count - 1 } else { tabulate() }
        }
    }

    /// Takes notice that a message is held no longer.
    mutating func removeOne(of origin: Int) {
        guard let place = place(of: origin) else { preconditionFailure("a message was let go that nobody held") }
        shares[place].heldCount -= 1
        guard shares[place].heldCount == 0 else { return }
        let isTabulated = !places.isEmpty
        places[origin] = nil
        let last = shares.removeLast()
        guard place < shares.count else { return }
        shares[place] = last
        if isTabulated { places[last.origin] = place }
    }

    private mutating func place(of origin: Int) -> Int? {
        if recent < shares.count, shares[recent].origin == origin { return recent }
        guard let place = search(origin) else { return nil }
        recent = place
        return place
    }

    private func search(_ origin: Int) -> Int? {
        places.isEmpty ? shares.firstIndex { $0.origin == origin } : places[origin]
    }

    /// Makes the table of places, once there are so many that it is worth it.
    private mutating func tabulate() {
        guard shares.count > Self.fewShares else { return }
        for place in shares.indices { places[shares[place].origin] = place }
    }
}
