/// The posts of a program that fewer than two nodes are known to hold: they are sent again to the node that comes next.
struct UnsettledPosts {
    /// How many bytes may wait for a node to hold them.
    static let waitingLimit = 1 << 24

    /// How many posts are remembered that one node holds; a mesh of one never makes a second copy.
    static let confirmedLimit = 1000

    /// How long they are sent again, to whichever node comes next, in milliseconds.
    static let confirmedTime: Int64 = 60_000

    private struct Post {
        let frame: WebSocketMessage
        let number: Int
        var confirmedAt: Int64?
    }

    private var posts: [String: Post] = [:]
    private var postedCount = 0

    /// Keys of posts that one node holds, or held before the second did, the oldest first.
    private var confirmed: ArraySlice<String> = []
    private var confirmedCount = 0

    /// How many bytes no node is known to hold.
    private(set) var waitingByteCount = 0

    /// Why nothing more is taken: too much waits.
    struct Full: Error {}

    /// The frames, in the order in which they were posted.
    var frames: [WebSocketMessage] { posts.values.sorted { $0.number < $1.number }.map(\.frame) }

    /// Takes a post; one of any size where none waits.
    ///
    /// - Throws: ``Full`` where more than ``waitingLimit`` would wait.
    mutating func add(_ frame: WebSocketMessage, key: String) throws(Full) {
        guard waitingByteCount == 0 || waitingByteCount + frame.byteCount <= Self.waitingLimit else { throw Full() }
        remove(key)
        posts[key] = Post(frame: frame, number: postedCount)
        postedCount += 1
        waitingByteCount += frame.byteCount
    }

    /// Takes notice that so many nodes hold a post.
    ///
    /// - Returns: Whether none was known to before.
    mutating func confirm(_ key: String, copies: Int, at now: Int64) -> Bool {
        guard let post = posts[key] else { return false }
        let isNew = post.confirmedAt == nil
        if isNew {
            waitingByteCount -= post.frame.byteCount
            confirmedCount += 1
            posts[key]?.confirmedAt = now
        }
        if copies > 1 {
            remove(key)
        } else if isNew {
            confirmed.append(key)
            forgetMany()
        }
        return isNew
    }

    /// Forgets what a node holds for long: a second does by now, or never will.
    mutating func forgetOld(at now: Int64) {
        for (key, post) in posts where post.confirmedAt.map({ now - $0 > Self.confirmedTime }) ?? false { remove(key) }
    }

    /// Gives up the largest post that no node holds.
    mutating func removeLargest() -> (key: String, byteCount: Int)? {
        let waiting = posts.filter { $0.value.confirmedAt == nil }
        let largest = waiting.max { first, second in
            let (first, second) = (first.value, second.value)
            return (first.frame.byteCount, -first.number) < (second.frame.byteCount, -second.number)
        }
        guard let (key, post) = largest else { return nil }
        remove(key)
        return (key, post.frame.byteCount)
    }

    private mutating func remove(_ key: String) {
        guard let post = posts.removeValue(forKey: key) else { return }
        if post.confirmedAt == nil { waitingByteCount -= post.frame.byteCount } else { confirmedCount -= 1 }
    }

    private mutating func forgetMany() {
        while confirmedCount > Self.confirmedLimit, let key = confirmed.popFirst() {
            if posts[key]?.confirmedAt != nil { remove(key) }
        }
        // Most were removed since, for a second node holds them.
        guard confirmed.count > 2 * Self.confirmedLimit else { return }
        confirmed = confirmed.filter { posts[$0]?.confirmedAt != nil }[...]
    }
}
