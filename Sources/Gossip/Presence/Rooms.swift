/// Who holds which name in the chat channels, over all nodes, whether they can be reached or not.
struct Rooms {
    /// One user's hold on a name.
    struct Holder: Sendable {
        var origin: Int
        var user: RunState.User

        /// Which of all holds it is that this node ever heard of; see ``Rooms/addedCount``.
        var number: Int
    }

    /// The holders of every name; canonically equivalent names are one.
    private var rooms: [ChannelKey: [String: [Holder]]] = [:]

    /// How many users there are, each name as often as it is held.
    private(set) var holderCount = 0

    /// How many there ever were.
    private(set) var addedCount = 0

    /// Adds a user of a run.
    mutating func add(_ user: RunState.User, of origin: Int) {
        addedCount += 1
        holderCount += 1
        let holder = Holder(origin: origin, user: user, number: addedCount)
        rooms[user.channel, default: [:]][user.name, default: []].append(holder)
    }

    /// Takes a user of a run away.
    mutating func remove(_ user: RunState.User, of origin: Int) {
        rooms[user.channel]?[user.name]?.removeAll { holder in
            guard holder.origin == origin, holder.user == user else { return false }
            holderCount -= 1
            return true
        }
        if rooms[user.channel]?[user.name]?.isEmpty == true { rooms[user.channel]?[user.name] = nil }
        if rooms[user.channel]?.isEmpty == true { rooms[user.channel] = nil }
    }

    /// Who holds a name, in no particular order.
    func holders(of name: String, in channel: ChannelKey) -> [Holder] {
        rooms[channel]?[name] ?? []
    }

    /// The holders of a channel's names that `isVisible` accepts, one of each name, in no order.
    func visibleHolders(in channel: ChannelKey, isVisible: (Holder) -> Bool) -> [Holder] {
        guard let room = rooms[channel] else { return [] }
        var firsts: [Holder] = []
        for (_, holders) in room {
            // Holders of one name may spell it differently; the first by claim decides, on every node alike.
            let visible = holders.filter(isVisible)
            let first = visible.min { ($0.user.claimTime, $0.user.sequence) < ($1.user.claimTime, $1.user.sequence) }
            if let first { firsts.append(first) }
        }
        return firsts
    }
}
