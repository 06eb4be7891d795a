/// Who holds which name in the chat channels, over all nodes, whether they can be reached or not.
struct Rooms {
    /// One user's hold on a name.
    struct Holder: Sendable {
        var origin: Int
        var user: RunState.User

        /// Which of all holds it is that this node ever heard of; see ``Rooms/addedCount``.
        var number: Int
    }

    /// How many holds on one name a run of another node may have here: one, and for a moment those that it replaces.
    ///
    /// Of more the newest count: the others are given up first.
    static let mostOfRun = 8

    /// How many holds on one name there may be before one of a node that the own file does not name has no place: each
    /// that comes is compared with all the others.
    ///
    /// Honest ones are one in each part of a mesh that was cut, and for a moment those that they replace. Runs of nodes that
    /// no file names are made up easily and hold on for ever, so that they take no place from the others.
    static let mostOfName = 256

    /// How many holds on a name are compared with each other for what it costs to tell of one user.
    static let comparedPerUser = 4

    /// Whose hold on a name it is.
    enum Standing {
        /// This node's own, whose users have all had room.
        case own

        /// That of a node which the own file names.
        case named

        /// That of any other.
        case stranger
    }

    /// The holders of every name; canonically equivalent names are one.
    private var rooms: [ChannelKey: [String: [Holder]]] = [:]

    /// How many users there are, each name as often as it is held.
    private(set) var holderCount = 0

    /// How many users of the runs that are in the rooms have no place here, since too many hold their names.
    private(set) var surplusCount = 0

    /// How many there ever were.
    private(set) var addedCount = 0

    /// How many holds were compared with one of the same name, since this process began.
    private(set) var comparedCount = 0

    /// Takes notice that so many holds were compared with one.
    mutating func noteCompared(_ count: Int) { comparedCount += count }

    /// Adds a user of a run, unless too many hold the name.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - origin: The run.
    ///   - standing: What the run is to this node.
    mutating func add(_ user: RunState.User, of origin: Int, as standing: Standing) {
        addedCount += 1
        let holder = Holder(origin: origin, user: user, number: addedCount)
        let count = rooms[user.channel]?[user.name]?.count ?? 0
        guard standing != .own, count >= Self.mostOfRun else { return append(holder) }
        let holders = holders(of: user.name, in: user.channel)
        let others = holders.indices.filter { holders[$0].origin == origin }
        if others.count >= Self.mostOfRun {
            surplusCount += 1
            let oldest = others.min { holders[$0].user.sequence < holders[$1].user.sequence }
            guard let oldest, holders[oldest].user.sequence < user.sequence else { return }
            rooms[user.channel]?[user.name]?[oldest] = holder
        } else if standing == .stranger, count >= Self.mostOfName {
            surplusCount += 1
        } else {
            append(holder)
        }
    }

    /// Adds a user of a run that is in the rooms, if too many held the name so far.
    mutating func addAgain(_ user: RunState.User, of origin: Int, as standing: Standing) {
        guard place(of: user, of: origin) == nil else { return }
        surplusCount -= 1
        add(user, of: origin, as: standing)
    }

    private mutating func append(_ holder: Holder) {
        holderCount += 1
        rooms[holder.user.channel, default: [:]][holder.user.name, default: []].append(holder)
    }

    /// Takes a user of a run away.
    mutating func remove(_ user: RunState.User, of origin: Int) {
        guard let place = place(of: user, of: origin) else { return surplusCount -= 1 }
        holderCount -= 1
        rooms[user.channel]?[user.name]?.remove(at: place)
        if rooms[user.channel]?[user.name]?.isEmpty == true { rooms[user.channel]?[user.name] = nil }
        if rooms[user.channel]?.isEmpty == true { rooms[user.channel] = nil }
    }

    /// Where a hold is among those of its name: a run that lies may have others of the same sequence.
    private func place(of user: RunState.User, of origin: Int) -> Int? {
        rooms[user.channel]?[user.name]?.firstIndex { $0.origin == origin && $0.user == user }
    }

    /// Every hold.
    var all: [Holder] { rooms.values.flatMap { $0.values.joined() } }

    /// Who holds a name, in no particular order.
    func holders(of name: String, in channel: ChannelKey) -> [Holder] {
        rooms[channel]?[name] ?? []
    }

    /// The holders of a channel's names that `isVisible` accepts, of each name the first by `isEarlier`, in no order.
    func visibleHolders(
        in channel: ChannelKey,
        isVisible: (Holder) -> Bool,
        isEarlier: (Holder, Holder) -> Bool
    ) -> [Holder] {
        guard let room = rooms[channel] else { return [] }
        var firsts: [Holder] = []
        for (_, holders) in room {
            // Holders of one name may spell it differently, and be on different nodes.
            if let first = holders.filter(isVisible).min(by: isEarlier) { firsts.append(first) }
        }
        return firsts
    }
}
