/// The posts of a program that fewer than two nodes are known to hold: they are sent again to the node that comes next.
///
/// A node that takes so many messages a second says so, and closes the connection above it. So posts wait for their turn,
/// and each goes over one connection once, and not again to the very run of a node that has it.
struct UnsettledPosts {
    /// How many bytes may wait for a node to hold them.
    static let waitingLimit = 1 << 24

    /// How many posts are remembered that one node holds; a mesh of one never makes a second copy.
    static let confirmedLimit = 1000

    /// How many bytes of those: the oldest are forgotten, and are on that node alone.
    static let confirmedByteLimit = 1 << 24

    /// How long they are sent again, to whichever node comes next, in milliseconds.
    static let confirmedTime: Int64 = 60_000

    private struct Post {
        let frame: WebSocketMessage
        let number: Int
        var confirmedAt: Int64?

        /// The run of a node at which it was posted, as `alpha@1763700000123`, once one node holds it.
        var run: Substring = ""
    }

    private var posts: [ExactText: Post] = [:]
    private var postedCount = 0

    /// Keys of posts that one node holds, or held before the second did, the oldest first.
    private var confirmed: ArraySlice<ExactText> = []
    private var confirmedCount = 0
    private var confirmedByteCount = 0

    /// Keys of posts that were not sent over this connection, the oldest first; `nil` without one.
    private var unsaid: ArraySlice<ExactText>?
    private var pace = PostingPace()

    /// How many bytes no node is known to hold.
    private(set) var waitingByteCount = 0

    /// Why nothing more is taken: too much waits.
    struct Full: Error {}

    /// When ``say(at:)`` has more to say, in milliseconds; `nil` for never.
    var deadline: Int64? { unsaid?.isEmpty == false ? pace.nextTurn : nil }

    /// Whether a post of so many bytes may be taken; one of any size where none waits.
    func hasRoom(for byteCount: Int) -> Bool {
        waitingByteCount == 0 || waitingByteCount + byteCount <= Self.waitingLimit
    }

    /// Takes a post; one of any size where none waits.
    ///
    /// - Throws: ``Full`` where more than ``waitingLimit`` would wait.
    mutating func add(_ frame: WebSocketMessage, key: String) throws(Full) {
        guard hasRoom(for: frame.byteCount) else { throw Full() }
        let key = ExactText(key)
        remove(key)
        posts[key] = Post(frame: frame, number: postedCount)
        postedCount += 1
        waitingByteCount += frame.byteCount
        unsaid?.append(key)
    }

    /// A run of a node is there, which takes so many posts a second; any number without a rate.
    mutating func open(_ run: String?, rate: Int?, at now: Int64) {
        forgetOld(at: now)
        pace.setRate(rate)
        let others = posts.filter { run == nil || $0.value.run != run ?? "" }
        unsaid = others.sorted { $0.value.number < $1.value.number }.map(\.key)[...]
    }

    /// The node is gone.
    mutating func close() {
        unsaid = nil
    }

    /// The frames whose turn it is.
    mutating func say(at now: Int64) -> [WebSocketMessage] {
        var frames: [WebSocketMessage] = []
        while let key = unsaid?.first {
            // Some were settled meanwhile, by what was sent over an earlier connection.
            guard let frame = posts[key]?.frame else {
                unsaid?.removeFirst()
                continue
            }
            guard pace.take(at: now) else { break }
            unsaid?.removeFirst()
            frames.append(frame)
        }
        return frames
    }

    /// Takes notice that so many nodes hold a post, under an ID.
    ///
    /// - Returns: Whether none was known to before.
    mutating func confirm(_ key: String, as id: String, copies: Int, at now: Int64) -> Bool {
        let key = ExactText(key)
        guard let post = posts[key] else { return false }
        let isNew = post.confirmedAt == nil
        if copies > 1 {
            remove(key)
        } else if isNew {
            waitingByteCount -= post.frame.byteCount
            confirmedCount += 1
            confirmedByteCount += post.frame.byteCount
            posts[key]?.confirmedAt = now
            posts[key]?.run = id.prefix { $0 != "/" }
            confirmed.append(key)
            forgetMany()
        }
        return isNew
    }

    /// Gives up a post that a node refuses.
    ///
    /// - Returns: Whether it is one that no node is known to hold.
    mutating func refuse(_ key: String) -> Bool {
        let key = ExactText(key)
        guard let post = posts[key], post.confirmedAt == nil else { return false }
        remove(key)
        return true
    }

    /// Forgets the posts that are larger than a node takes.
    ///
    /// - Returns: Those that are lost, for no node holds them, the oldest first.
    mutating func removeLarger(than limit: Int) -> [(key: String, byteCount: Int)] {
        let larger = posts.filter { $0.value.frame.postedByteCount > limit }
        for key in larger.keys { remove(key) }
        return larger.filter { $0.value.confirmedAt == nil }.sorted { $0.value.number < $1.value.number }
            .map { ($0.key.text, $0.value.frame.postedByteCount) }
    }

    /// Forgets the largest of the posts: one was larger than its node takes, which holds no other of that size.
    ///
    /// - Returns: It, if it is lost: no node holds it.
    mutating func removeLargest() -> (key: String, byteCount: Int)? {
        let largest = posts.max { first, second in
            let (first, second) = (first.value, second.value)
            return (first.frame.postedByteCount, -first.number) < (second.frame.postedByteCount, -second.number)
        }
        guard let (key, post) = largest else { return nil }
        remove(key)
        return post.confirmedAt == nil ? (key.text, post.frame.postedByteCount) : nil
    }

    /// Forgets what a node holds for long: a second does by now, or never will.
    private mutating func forgetOld(at now: Int64) {
        for (key, post) in posts where post.confirmedAt.map({ now - $0 > Self.confirmedTime }) ?? false { remove(key) }
    }

    private mutating func remove(_ key: ExactText) {
        guard let post = posts.removeValue(forKey: key) else { return }
        if post.confirmedAt == nil {
            waitingByteCount -= post.frame.byteCount
        } else {
            confirmedCount -= 1
            confirmedByteCount -= post.frame.byteCount
        }
    }

    private mutating func forgetMany() {
        while confirmedCount > Self.confirmedLimit || confirmedByteCount > Self.confirmedByteLimit,
            let key = confirmed.popFirst()
        {
            if posts[key]?.confirmedAt != nil { remove(key) }
        }
        // Most were removed since, for a second node holds them.
        guard confirmed.count > 2 * Self.confirmedLimit else { return }
        confirmed = confirmed.filter { posts[$0]?.confirmedAt != nil }[...]
    }
}

extension WebSocketMessage {
    /// How many bytes of a post a node counts: of text all, of others those behind the line.
    fileprivate var postedByteCount: Int {
        guard case .binary(let bytes) = self else { return byteCount }
        return bytes.count - ((bytes.firstIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
    }
}
