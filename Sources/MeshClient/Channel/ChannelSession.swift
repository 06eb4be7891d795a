/// What a program must remember of a channel to miss nothing, hear nothing twice and lose nothing that it posted.
///
/// A value without socket, clock or dice: it is told what happened and when, in milliseconds, and answers with actions.
/// Whoever has it carries them out, and calls ``handleTimer(at:chance:)`` when the deadline has come. It does what the
/// session of `broadcast-channel.js` does.
///
///     connecting ──attached──▶ open ──▶ connecting …        end leads to closed, once all that was posted is held
struct ChannelSession {
    /// For a node to answer who dials, in milliseconds.
    static let patience: Int64 = 5000

    /// For a node to answer who asks whether it is there.
    static let probePatience: Int64 = 4000

    /// After which a silent node is asked.
    static let quietTime: Int64 = 30_000

    /// For a node to take what was posted before the end.
    static let lingering: Int64 = 30_000

    enum State: Equatable {
        /// A node is dialed, the one in this place; without one, dialing waits for the deadline.
        case connecting(place: Int?)

        /// The channel is heard; the node was silent since then, and is asked why.
        case open(quietSince: Int64, isProbing: Bool)

        case closed
    }

    var state = State.connecting(place: nil)

    /// The URLs of the nodes, in the order in which they are dialed.
    var nodes: [String]

    /// When something must be done about the connection, in milliseconds; `nil` for never.
    var wakeTime: Int64?

    let address: ChannelAddress
    let home: [String]
    var position: BroadcastChannel.Position?
    var posts = UnsettledPosts()
    var heard = HeardKeys()

    /// How many bytes of a post the node takes, if it says so.
    var postLimit: Int?
    var order = SenderOrder()
    var pauses = DialingPauses()
    var endsBy: Int64?

    /// Begins with a channel.
    ///
    /// - Parameters:
    ///   - name: The channel's name.
    ///   - nodes: The URLs of nodes, at least one.
    ///   - position: What was heard before; `nil` to hear what is new.
    ///   - history: How many messages of before to hear without a position.
    ///   - listens: Whether it hears the channel, and does not only post.
    ///   - secret: What its keys are guarded by, if it posts.
    init(
        _ name: String,
        at nodes: [String],
        after position: BroadcastChannel.Position? = nil,
        history: Int = 0,
        listens: Bool = true,
        secret: String? = nil
    ) {
        address = ChannelAddress(name, listens: listens, history: history, secret: secret)
        home = nodes
        self.nodes = nodes
        self.position = position
    }

    /// How many bytes of what was posted no node is known to hold.
    var waitingByteCount: Int { posts.waitingByteCount }

    /// When ``handleTimer(at:chance:)`` must be called, in milliseconds; `nil` for never.
    var deadline: Int64? { [wakeTime, order.deadline, posts.deadline].compactMap(\.self).min() }

    /// How far all that came was heard: a position says more while messages wait for others.
    var progress: ChannelProgress { order.progress }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }
}

/// What the program does.
extension ChannelSession {
    mutating func begin(at now: Int64) -> [ChannelAction] { dial(0, at: now) }

    /// How many bytes a post has that is larger than the node takes; `nil` for any other, and where no node has said that.
    func excess(of post: ChannelPost, key: String) -> Int? {
        guard let postLimit else { return nil }
        let byteCount: Int
        switch post {
        case .binary(let bytes): byteCount = bytes.count
        case .json(let data):
            // What stands around the data, with each byte of the key as an escape.
            guard data.count + 6 * key.utf8.count + 64 > postLimit else { return nil }
            byteCount = post.frame(key: key).byteCount
        }
        return byteCount > postLimit ? byteCount : nil
    }

    /// Sends a post, now or when its turn comes at a node.
    ///
    /// - Throws: ``UnsettledPosts/Full`` where too much waits.
    mutating func post(_ post: ChannelPost, key: String, at now: Int64) throws(UnsettledPosts.Full) -> [ChannelAction] {
        guard posts.hasRoom(for: post.byteCount) else { throw UnsettledPosts.Full() }
        try posts.add(post.frame(key: key), key: key)
        return say(at: now)
    }

    /// The program wants nothing more of the channel, but that what it posted arrives.
    mutating func end(at now: Int64) -> [ChannelAction] {
        endsBy = now + Self.lingering
        return endOrWait()
    }
}

/// What the socket does.
extension ChannelSession {
    mutating func handleFrame(_ frame: WebSocketMessage, at now: Int64) -> [ChannelAction] {
        let event = ChannelEvent(frame)
        var isAnswer = false
        if case .open(_, let isProbing) = state {
            // One that names a post answers that.
            if isProbing, case .error(_, key: nil) = event { isAnswer = true }
            state = .open(quietSince: now, isProbing: isProbing && !isAnswer)
        }
        return (isAnswer ? [] : handle(event, at: now)) + endOrWait()
    }

    /// The connection has ended, or never began.
    ///
    /// - Parameters:
    ///   - code: The code of the node's close frame, or 1006.
    ///   - reason: The reason in it.
    ///   - now: The time.
    ///   - chance: A number from 0 to 1 that nobody else has.
    /// - Returns: What to do.
    mutating func handleClose(code: UInt16, reason: String, at now: Int64, chance: Double) -> [ChannelAction] {
        var actions: [ChannelAction] = []
        if code == 1009 {
            actions = giveUpLargest()
        } else if !reason.isEmpty {
            actions = [.problem("the node closed the connection: \(reason)")]
        }
        return actions + fail(at: now, chance: chance)
    }

    /// The deadline may have come.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - chance: A number from 0 to 1 that nobody else has.
    /// - Returns: What to do.
    mutating func handleTimer(at now: Int64, chance: Double) -> [ChannelAction] {
        let actions = order.release(at: now).map { ChannelAction.hear($0) } + say(at: now)
        guard let wakeTime, now >= wakeTime else { return actions }
        return actions + wake(at: now, chance: chance)
    }
}
