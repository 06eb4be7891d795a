import Bytes
import Gossip

/// The clients of one channel that read it in one form, as the fan-out needs them.
///
/// Nearly all clients of a channel have been sent exactly the same: everything up to ``place``. They are live, and
/// stand in ``members``, without a cursor of their own. The others read by themselves: they have just come, their
/// sockets were full, or something is on its way that is for them alone. They come back as soon as they are where the
/// live ones are, and have nothing of their own left.
///
/// What the live ones are sent next, they are sent in a ``Round``: some of them in this turn, others in the next. There
/// is one at a time, so nothing that comes meanwhile overtakes it, and who leaves in the middle of it knows on which
/// side it stood.
///
///     members   0 ┄┄┄┄ unserved ┄┄┄┄┃━━━━ served ━━━━ count
///               stand before the round  stand at `place`
struct Audience {
    /// The clients that are live: first those that the round has still to come to, then those that it has served.
    private(set) var members: [Member] = []

    /// What every live client was sent, or is sent in the round that is under way.
    private(set) var place: AudiencePlace

    /// What the live clients are just given, if anything: until all have it, nothing else follows.
    private(set) var round: Round?

    /// Who is there, as the clients were told; of a chat.
    private(set) var users = UserList()

    /// The clients that have read everything, and are not live.
    var waiting: [ClientReference] = []

    /// How many clients the channel has, live or not.
    var clientCount = 0

    /// Whether it is in the ``FanOutQueue``.
    var isQueued = false

    /// Which channel these clients read.
    let channel: Int

    /// What they get of it in the place of its own frames: none or one, in an array since most have none.
    private var renditions: [Rendition]

    /// Starts without clients.
    init(of channel: Int, as form: Form, at place: AudiencePlace) {
        self.channel = channel
        self.place = place
        renditions = form == .events ? [Rendition()] : []
    }

    /// How the messages of the channel are framed for them.
    var form: Form { renditions.isEmpty ? .plain : .events }

    /// Whether what is kept for one of its clients is there still whoever keeps it: in the log of their rendition, or in the
    /// channel's, or as the last list of users.
    func holds(_ place: KeptChunks.Place, with gossip: borrowing GossipNode) -> Bool {
        guard case .log(let offset) = place else { return place == .users(users.version) }
        if let rendition = renditions.first { return rendition.holds(offset) }
        return gossip.channels.frames(of: channel)?.holds(offset) == true
    }

    /// Frames that show messages in another form; see ``Rendition/passage(_:isWhole:of:keeping:with:)``.
    mutating func render(
        _ range: Range<Int>,
        isWhole: Bool,
        keeping keptLimit: Int,
        with gossip: borrowing GossipNode
    ) -> Rendition.Made? {
        renditions[0].passage(range, isWhole: isWhole, of: channel, keeping: keptLimit, with: gossip)
    }

    /// Takes a client among the live ones, if it was sent exactly what they were, and stands between two frames.
    ///
    /// - Parameters:
    ///   - member: The client.
    ///   - permit: What it has read.
    ///   - outgoing: What is on its way to it.
    ///   - usersVersion: The list of users that it was sent.
    /// - Returns: Its index among the members; `nil` when it must go on by itself.
    mutating func join(
        _ member: Member,
        with permit: LivePermit,
        _ outgoing: borrowing Outgoing,
        usersVersion: UInt32
    ) -> Int32? {
        guard place.admits(permit), outgoing.isAtBoundary, usersVersion == users.version else { return nil }
        // It has what the round gives, and the last index is of those who were served.
        members.append(member)
        return Int32(members.count - 1)
    }

    /// Takes a client out of the live ones.
    ///
    /// - Parameter index: Its index among the members.
    /// - Returns: The indices that other members have from now on.
    mutating func leave(_ index: Int32) -> (first: Int32?, second: Int32?) {
        var hole = Int(index)
        var moved: Int32?
        if let last = round.map({ $0.unserved - 1 }), hole <= last {
            // Nobody changes sides: the last of those who wait closes the hole, and what is then free lies between the two.
            if hole < last {
                members[hole] = members[last]
                moved = index
            }
            hole = last
            setUnserved(last)
        }
        let last = members.removeLast()
        guard hole < members.count else { return (moved, nil) }
        members[hole] = last
        return (moved, Int32(hole))
    }

    // MARK: Rounds

    /// Moves the live clients over what is not for them; not in the middle of a round.
    mutating func move<Result>(_ body: (inout AudiencePlace) -> Result) -> Result {
        precondition(round == nil, "the live clients were moved while some had not got what comes before")
        return body(&place)
    }

    /// Begins to give the live clients frames of the channel.
    ///
    /// - Parameters:
    ///   - frames: The next ones.
    ///   - messageCount: How many messages the channel has been given.
    mutating func begin(_ frames: Passage, messageCount: Int) {
        precondition(round == nil, "a round was begun within another")
        precondition(frames.range.lowerBound == place.offset, "frames were left out")
        let before = standing
        place.advance(to: frames.range.upperBound)
        begin(
            Round(matter: .frames(frames), before: before, messageCount: messageCount, unserved: members.count)
        )
    }

    /// Begins to tell the live clients of a chat who is there now.
    ///
    /// - Parameters:
    ///   - users: Everybody, in the order of names.
    ///   - messageCount: How many messages the channel has been given.
    /// - Returns: Whether this is another list than the last.
    mutating func begin(telling users: [RoomUser], messageCount: Int) -> Bool {
        precondition(round == nil, "a round was begun within another")
        let before = standing
        guard self.users.update(to: users) else { return false }
        begin(Round(matter: .users, before: before, messageCount: messageCount, unserved: members.count))
        return true
    }

    /// Begins to have live clients go on by themselves, from where they stand, and moves all others over what is not for
    /// them.
    mutating func begin(settingAside leavers: Round.Leavers, messageCount: Int, _ move: (inout AudiencePlace) -> Void) {
        precondition(round == nil, "a round was begun within another")
        let before = standing
        move(&place)
        begin(Round(matter: .aside(leavers), before: before, messageCount: messageCount, unserved: members.count))
    }

    /// Counts the next members as served.
    ///
    /// - Parameter count: How many, at most.
    /// - Returns: Their indices, to be sent what the round has for them at once.
    mutating func takeSlice(_ count: Int) -> Range<Int> {
        guard let unserved = round?.unserved else { return 0..<0 }
        let start = max(0, unserved - max(1, count))
        setUnserved(start)
        return start..<unserved
    }

    private mutating func begin(_ round: Round) {
        self.round = round.unserved > 0 ? round : nil
    }

    private mutating func setUnserved(_ count: Int) {
        round?.unserved = count
        if count == 0 { round = nil }
    }

    // MARK: The list of users

    /// Takes in that somebody came or left.
    mutating func handleChangedUsers(at now: Int64) {
        users.clock.handleChange(at: now)
    }

    /// Whether the list of users is to be sent now, and nothing else is being sent; it counts as sent then.
    mutating func takeUsersDue(at now: Int64) -> Bool {
        round == nil && users.clock.takeDue(at: now, userCount: users.users.count)
    }

    /// What a client with a certain list needs; see ``UserList/frame(for:hearsChanges:encode:)``.
    mutating func usersFrame(for had: UInt32, hearsChanges: Bool, encode: (ChatEvent) -> [UInt8]) -> LogSlice {
        users.frame(for: had, hearsChanges: hearsChanges, encode: encode)
    }
}
