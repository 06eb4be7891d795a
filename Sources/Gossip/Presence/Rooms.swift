/// Who holds which name in the chat channels, over all nodes, whether they can be reached or not.
struct Rooms {
    /// One user's hold on a name.
    struct Holder: Sendable {
        var origin: Int
        var user: RunState.User

        /// Which of all holds it is that this node ever heard of; see ``Rooms/addedCount``.
        var number: Int
    }

    /// How many holds on one name a run of another node may have here; see ``GossipLimits/holdsOfRun``.
    private let mostOfRun: Int

    /// How many holds on one name there may be before one of a node that the own file does not name has no place: each
    /// that comes is compared with all the others.
    ///
    /// Honest ones are one in each part of a mesh that was cut, and for a moment those that they replace. Runs of nodes that
    /// no file names are made up easily and hold on for ever, so that they take no place from the others.
    static let mostOfName = 256

    /// How many holds on a name are compared with each other for what it costs to tell of one user.
    static let comparedPerUser = 4

    /// Of how many holds on a name it is looked whose they are for what it costs to compare one.
    static let looksPerCompared = 32

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

    /// How many holds were compared with one of the same name, or looked at as long as that takes, since this process began.
    private(set) var comparedCount = 0

    /// Starts with nobody.
    init(_ limits: GossipLimits = GossipLimits()) {
        mostOfRun = limits.holdsOfRun
    }

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
        // In its place: there may be thousands, and as many come.
        let (isMore, looks) = rooms[user.channel, default: [:]][user.name, default: []].take(
            holder,
            as: standing,
            mostOfRun: mostOfRun
        )
        comparedCount += looks / Self.looksPerCompared
        if isMore { holderCount += 1 } else { surplusCount += 1 }
    }

    /// Adds a user of a run that is in the rooms, if too many held the name so far.
    mutating func addAgain(_ user: RunState.User, of origin: Int, as standing: Standing) {
        guard find(user, of: origin) == nil else { return }
        surplusCount -= 1
        add(user, of: origin, as: standing)
    }

    /// Takes a user of a run away.
    mutating func remove(_ user: RunState.User, of origin: Int) {
        guard let place = find(user, of: origin) else { return surplusCount -= 1 }
        holderCount -= 1
        rooms[user.channel]?[user.name]?.remove(at: place)
        if rooms[user.channel]?[user.name]?.isEmpty == true { rooms[user.channel]?[user.name] = nil }
        if rooms[user.channel]?.isEmpty == true { rooms[user.channel] = nil }
    }

    /// Looks where a hold is among those of its name: a run that lies may have others of the same sequence.
    private mutating func find(_ user: RunState.User, of origin: Int) -> Int? {
        let found = rooms[user.channel]?[user.name]?.find(user, of: origin)
        comparedCount += (found?.looks ?? 0) / Self.looksPerCompared
        return found?.place
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

extension [Rooms.Holder] {
    /// Where the hold of a user of a run is, if it is here, and how many were looked at.
    fileprivate func find(_ user: RunState.User, of origin: Int) -> (place: Int?, looks: Int) {
        let place = firstIndex { $0.origin == origin && $0.user == user }
        return (place, place.map { $0 + 1 } ?? count)
    }

    /// Takes one more hold on the name of all these, if there is room for it; of those of its run the newest have a place.
    ///
    /// - Parameters:
    ///   - holder: The hold.
    ///   - standing: What its run is to this node.
    ///   - mostOfRun: How many a run may have.
    /// - Returns: Whether there is one more than before, and how many were looked at.
    fileprivate mutating func take(
        _ holder: Rooms.Holder,
        as standing: Rooms.Standing,
        mostOfRun: Int
    ) -> (isMore: Bool, looks: Int) {
        let looks = count
        guard standing != .own, count >= mostOfRun else {
            append(holder)
            return (true, 0)
        }
        let others = indices.filter { self[$0].origin == holder.origin }
        if others.count >= mostOfRun {
            let oldest = others.min { self[$0].user.sequence < self[$1].user.sequence }
            if let oldest, self[oldest].user.sequence < holder.user.sequence { self[oldest] = holder }
            return (false, looks)
        }
        guard standing != .stranger || count < Rooms.mostOfName else { return (false, looks) }
        append(holder)
        return (true, looks)
    }
}
