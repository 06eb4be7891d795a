/// Who is in the mesh: what every run says of itself, which nodes can be reached, and which users are where.
///
/// It is told what entries and snapshots say, and answers with directives that its owner carries out. It knows runs and
/// nodes by their numbers, and nothing of logs, links and sockets.
///
///     state entries ──fold──▶ runs ──▶ links of nodes ──settleReachability──▶ who can be reached
///                                └──▶ rooms: who holds which name ──settleClaims, reviewClaims──▶ who keeps it
struct Presence {
    /// What is to be done about what has changed.
    enum Directive: Equatable {
        /// To tell that the users of a channel are others than before.
        case usersChanged(ChannelKey)

        /// To tell that a local claim lost its name to an earlier one.
        case claimLost(Claim)

        /// To tell that a local claim went to a newer connection of the same client.
        case claimReplaced(Claim)

        /// To find out whether the client of a local claim is there: nothing but clocks says whether another connection of the
        /// same client is older.
        case claimDoubted(Claim)

        /// To tell that other nodes can be reached than before.
        case nodesChanged

        /// To take notice that a newer run of a node has ended the one before it.
        case runReplaced

        /// To take notice of a link that may be a shorter way than those of the trees.
        case linksAppeared
    }

    /// What is known of nodes, by number; of those above its end nothing.
    var members: [PresentMember] = []

    /// What is known of runs.
    var runs = RunColumn(empty: RunPresence.closed)

    /// Who holds which name.
    var rooms: Rooms

    /// Nodes whose users in the rooms give way to others.
    var exchanges: UserExchanges

    /// Nodes whose users are told of, since they appeared or vanished.
    var appearances = Appearances()

    /// What local users claim.
    var claims = Claims()

    /// When those that met earlier ones are given up.
    var claimReview = ClaimReview()

    /// States that their logs do not confirm.
    var unconfirmedStates: UnconfirmedStates

    /// How much room there is, and for whom.
    var room: PresenceRoom

    /// Whether links were reported that ``settleReachability(at:into:)`` has not looked at.
    var isTopologyStale = false

    /// Counts how often other nodes can be reached than before, or are other runs, or elsewhere.
    var changedNodes = 0

    /// The number of this node's own run.
    private(set) var ownRun: Int

    /// Starts with this node's own run alone.
    ///
    /// - Parameters:
    ///   - run: The first number of a run.
    ///   - member: The first number of a node.
    ///   - name: The node's name.
    ///   - epoch: The run's epoch.
    ///   - userLimit: How many users all runs may have together.
    ///   - limits: What bounds everything else.
    init(
        ownRun run: Int,
        of member: Int,
        named name: String,
        epoch: UInt64,
        userLimit: Int = mostUsers,
        limits: GossipLimits = GossipLimits()
    ) {
        ownRun = run
        exchanges = UserExchanges(atOnce: limits.usersAtOnce)
        room = PresenceRoom(userLimit: userLimit, linkLimit: limits.links)
        rooms = Rooms(limits)
        unconfirmedStates = UnconfirmedStates(limits)
        add(run, of: member, named: name, epoch: epoch)
        makeCurrent(run)
        members[member].isReachable = true
    }

    /// Takes notice of a run that has just got its number.
    mutating func add(_ run: Int, of member: Int, named name: String, epoch: UInt64) {
        while members.count <= member { members.append(PresentMember()) }
        members[member].name = name
        members[member].isNamed = room.names.contains(name)
        runs.add(run, RunPresence(member: member, epoch: epoch))
    }

    /// Forgets a run that is over, for ever.
    mutating func close(_ run: Int) {
        precondition(!isCurrent(run) && !isExchanging(run), "a run was closed that is not over")
        unconfirmedStates.close(run)
        room.userCount -= runs[run].state.people.count
        room.linkCount -= runs[run].state.links.count
        runs.close(run)
    }

    /// Goes on as another run of this node, in which nobody is yet.
    mutating func begin(_ run: Int) {
        for user in runs[ownRun].state.users { rooms.remove(user, of: ownRun) }
        ownRun = run
        makeCurrent(run)
    }

    /// Makes a run the current one of its node.
    mutating func makeCurrent(_ run: Int) {
        let member = runs[run].member
        let earlier = members[member].currentRun
        if let earlier { runs[earlier].isCurrent = false }
        members[member].currentRun = run
        runs[run].isCurrent = true
        changedNodes += 1
        if let earlier, earlier != run { endLinks(of: earlier) }
    }

    // MARK: Asking

    /// What a run says of itself.
    func state(of run: Int) -> RunState { runs[run].state }

    /// What a run says of the one before it, once it has said so; that one always has a lower epoch.
    func link(of run: Int) -> RunLink? { runs[run].state.previous }

    /// The entry up to which the state of a run has everything.
    func stateSequence(of run: Int) -> UInt64 { runs[run].stateSequence }

    /// The newest run of a node that was heard of, if any was.
    func currentRun(of member: Int) -> Int? { member < members.count ? members[member].currentRun : nil }

    /// Whether a path of links that both ends report leads to a node.
    func isReachable(_ member: Int) -> Bool { member < members.count && members[member].isReachable }

    /// Whether a run is its node's newest one.
    func isCurrent(_ run: Int) -> Bool { runs[run].isCurrent }

    /// Whether users of a run are shown: it is its node's current one, and the node can be reached.
    func isVisible(_ run: Int) -> Bool { isCurrent(run) && members[runs[run].member].isReachable }

    /// Whether a run sorts before another: by name, then epoch.
    func isBefore(_ first: Int, _ second: Int) -> Bool {
        let (first, second) = (runs[first], runs[second])
        let (name, other) = (members[first.member].name, members[second.member].name)
        if name != other { return name.utf8.lexicographicallyPrecedes(other.utf8) }
        return first.epoch < second.epoch
    }

    /// Of how many things a sum is added up anew after every event, at most.
    private static let few = 64

    /// Checks what must hold after every event.
    func checkInvariants() {
        let own = runs[ownRun]
        precondition(members[own.member].currentRun == ownRun, "a node follows another run of itself than its own")
        precondition(members[own.member].isReachable, "a node cannot reach itself")
        var shownCount = 0
        for (number, member) in members.enumerated() {
            guard let run = member.currentRun else {
                precondition(!member.isReachable, "a node can be reached that nobody heard of")
                continue
            }
            precondition(runs.contains(run) && runs[run].member == number, "a node's current run is not one of its own")
            precondition(runs[run].isCurrent, "a node's current run does not know that it is")
            shownCount += runs[run].state.people.count
        }
        precondition(
            isExchanging || rooms.holderCount + rooms.surplusCount == shownCount,
            "the rooms have others than the users of current runs"
        )
        precondition(shownCount <= room.userCount, "there are more users than were counted")
        precondition(
            appearances.count == members.count { $0.appearance?.isOver == false },
            "a node's users are told of twice, or never"
        )
        if shownCount <= Self.few { checkHolds() }
        if members.count <= Self.few {
            let linkCount = runs.runs.reduce(0) { $0 + runs[$1].state.links.count }
            precondition(linkCount == room.linkCount, "the links of all runs were miscounted")
        }
        unconfirmedStates.checkInvariants(isOpen: runs.contains)
    }
}
