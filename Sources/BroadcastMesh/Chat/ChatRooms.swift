import Gossip
import HTTP

/// What chats add to channels: who speaks under which name, what they say, and who waits for something.
///
/// What clients get who want to miss nothing is here too, also those that speak the channel protocol.
///
/// Clients are references here; what they are told comes out as events.
struct ChatRooms {
    /// This node's name.
    let node: String

    /// The other nodes, which clients can go to.
    var others: OtherNodes

    /// What hashes of keys have in them.
    var salt: MeshSalt

    /// How many bytes a message may have.
    var messageBytes: Int

    /// How many messages a client may send in a second; `nil` for any number.
    var messagesPerSecond: Int?

    /// Who holds a name, to find whose claim was lost.
    private(set) var holders = NameHolders()

    /// Whose sessions are to be told anew, since the mesh has another key.
    var renewal: SessionRenewal?

    /// The messages whose senders are to hear of a second copy.
    var copies = AwaitedCopies()

    /// What the client is to be told together from which messages are being taken in.
    var gathered = GatheredAcknowledgements()

    /// The clients that this node is to catch up with.
    private var arrivals = Arrivals()

    /// Begins without anybody.
    init(_ configuration: MeshConfiguration, of node: NodeConfiguration) {
        self.node = node.name
        others = OtherNodes(of: configuration, but: node.name)
        salt = configuration.salt
        messageBytes = configuration.limits.messageBytes
        messagesPerSecond = configuration.limits.messagesPerSecond
    }

    // MARK: Coming and going

    /// Lets a client into a room.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - entry: What it asked for.
    ///   - gossip: Opens the channel, and claims the name.
    ///   - now: The time.
    /// - Returns: What it gets.
    /// - Throws: ``ChatRefusal/usernameTaken(_:)``.
    mutating func enter(
        _ client: ClientReference,
        _ entry: ChatEntry,
        with gossip: inout GossipNode,
        at now: Moment
    ) throws(ChatRefusal) -> Entrance {
        let channel = gossip.openChannel(.chat, named: entry.channel)
        let claim = gossip.join(
            entry.username,
            in: channel,
            session: entry.session,
            orEarlier: entry.earlierSessions,
            since: entry.claimCount,
            at: now
        )
        guard let claim else {
            gossip.closeChannel(channel)
            throw .usernameTaken(entry.username)
        }
        holders[claim] = NameHolders.Holder(client: client, secret: entry.secret)
        let user = User(name: entry.username, claim: claim, hearsChanges: entry.hearsChanges)
        var entrance = Entrance(channel: channel, user: user)
        if let request = entry.request {
            let beginning = begin(request, in: channel, with: &gossip)
            entrance.events = beginning.events
            entrance.reading = beginning.reading
            entrance.looks = beginning.looks
        }
        return entrance
    }

    /// Gives a name back.
    mutating func leave(_ user: User, with gossip: inout GossipNode, at now: Moment) {
        holders[user.claim] = nil
        gossip.leave(user.claim, at: now)
    }

    /// Whether there are clients that are to be looked after for what became of their names.
    var hasChangedClaims: Bool { holders.hasChanged }

    /// Takes in what became of a name: its client is looked after as soon as a turn has room for it.
    mutating func note(_ change: ClaimChange, of claim: Claim) { holders.note(change, of: claim) }

    /// Takes out the next client that is to be looked after.
    mutating func popChangedClaim() -> (client: ClientReference, change: ClaimChange)? { holders.popChanged() }

    // MARK: Speaking

    /// Posts what a user says.
    ///
    /// - Parameters:
    ///   - message: The text.
    ///   - key: By what a repetition is known; the sender of a message with one is told who holds it.
    ///   - user: Who says it.
    ///   - channel: The room.
    ///   - gossip: Takes it in.
    ///   - now: The time.
    /// - Returns: What became of it, if it has a key.
    mutating func say(
        _ message: String,
        key: String?,
        as user: User,
        in channel: Int,
        with gossip: inout GossipNode,
        at now: Moment
    ) -> PostResult? {
        let encode = { (stamp: Stamp) in
            ChatEvent.message(message, by: user.name, key: key, id: stamp.id, time: stamp.time).frame
        }
        guard let key else {
            _ = gossip.post(in: channel, at: now, encode: encode)
            return nil
        }
        return gossip.post(
            in: channel,
            key: MessageKey(key, by: user.name),
            orEarlier: MessageKey.earlier(key, by: user.name, salt: salt),
            at: now,
            encode: encode
        )
    }

    // MARK: Clients that are quicker than what they have seen

    /// When ``popArrival(with:isServing:at:_:)`` must be called at the latest, in monotonic nanoseconds.
    var deadline: Int64? { arrivals.deadline }

    /// Whether it has clients that were to be let in already.
    var hasDueArrivals: Bool { arrivals.hasDue }

    /// Lets a client wait for its upgrade, if something that it has seen is on its way here.
    ///
    /// - Parameters:
    ///   - request: What the client asked for.
    ///   - entry: What that says.
    ///   - client: The client.
    ///   - gossip: What the node knows.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: What it takes to keep that meanwhile, in bytes; `nil` when it need not wait.
    mutating func awaitPosition(
        in request: Request,
        _ entry: Arrival.Entry,
        of client: ClientReference,
        with gossip: borrowing GossipNode,
        at now: Int64
    ) -> Int? {
        guard case .after(let position) = entry.request, let place = gossip.awaitedEntry(of: position) else {
            return nil
        }
        let arrival = Arrival(
            client: client,
            request: request,
            entry: entry,
            position: position,
            place: place,
            deadline: now + GossipNode.catchUpPatience
        )
        arrivals.append(arrival, at: now)
        return Arrival.bytes(of: position)
    }

    /// Takes out the next client that is to be let in now; see ``Arrivals/takeDue(with:isServing:at:_:)``.
    mutating func popArrival(
        with gossip: borrowing GossipNode,
        isServing: Bool,
        at now: Int64,
        _ budget: inout TurnBudget
    ) -> Arrival? {
        arrivals.popDue(with: gossip, isServing: isServing, at: now, &budget)
    }
}
