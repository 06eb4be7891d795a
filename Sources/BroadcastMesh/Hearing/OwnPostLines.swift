import Bytes

/// The lines in which posts of a node's own program wait, one a channel, and who was taken out of them.
struct OwnPostLines {
    /// How many numbers of posts that were withdrawn are kept in lines before all of them are taken out.
    private static let withdrawnLimit = 64

    /// What waits, by number.
    private(set) var waiting: [Int: OwnPosts.Waiting] = [:]

    /// The numbers that wait, by channel; among them some that were withdrawn.
    private var lines: [[UInt8]: Queue<Int>] = [:]

    /// The channels that have a line, in the order of their turns.
    private(set) var order = Queue<[UInt8]>()

    /// How many numbers stand in the lines.
    private(set) var count = 0

    /// Whose messages are held and not written yet.
    var taken: [(id: String, reply: OwnPosts.Reply)] = []

    /// Why nothing is taken any more.
    private(set) var failure: ChannelError?

    /// The last number that was given out.
    var lastNumber = 0

    /// Adds a post at the end of the line of its channel.
    mutating func add(_ post: OwnPosts.Waiting, _ number: Int) {
        let channel = post.post.channel
        if lines[channel] == nil { order.append(channel) }
        lines[channel, default: Queue()].append(number)
        count += 1
        waiting[number] = post
    }

    /// Passes over the line whose turn it is.
    mutating func pass() {
        if let channel = order.popFirst() { order.append(channel) }
    }

    /// Takes the first of the line whose turn it is.
    ///
    /// - Returns: It; `nil` when all that stood there were withdrawn.
    mutating func popFirst() -> OwnPosts.Waiting? {
        guard let channel = order.popFirst() else { return nil }
        while let number = lines[channel]?.popFirst() {
            count -= 1
            guard let post = waiting.removeValue(forKey: number) else { continue }
            if lines[channel]?.isEmpty == false { order.append(channel) } else { lines[channel] = nil }
            return post
        }
        lines[channel] = nil
        return nil
    }

    /// Takes a post away.
    mutating func withdraw(_ number: Int) -> OwnPosts.Waiting? {
        guard let post = waiting.removeValue(forKey: number) else { return nil }
        if count > 2 * waiting.count + Self.withdrawnLimit { forgetWithdrawn() }
        return post
    }

    /// Takes nothing any more.
    ///
    /// - Returns: All that waited, in the order in which they came.
    mutating func close(_ failure: ChannelError) -> [OwnPosts.Waiting] {
        let posts = waiting.sorted { $0.key < $1.key }.map(\.value)
        (waiting, lines, order, count) = ([:], [:], Queue(), 0)
        self.failure = self.failure ?? failure
        return posts
    }

    private mutating func forgetWithdrawn() {
        let before = order
        (order, count) = (Queue(), 0)
        var rest = before
        while let channel = rest.popFirst() {
            var line = Queue<Int>()
            while let number = lines[channel]?.popFirst() {
                if waiting[number] != nil { line.append(number) }
            }
            lines[channel] = line.isEmpty ? nil : line
            if !line.isEmpty { order.append(channel) }
            count += line.count
        }
    }
}
