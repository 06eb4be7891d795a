/// The messages among the entries that are held back: by number, and by channel.
///
/// A gap loses none of those that it reaches over. A peer can have ten thousand held and then send one gap after the other,
/// so how many there are of a channel is a search, however many wait.
struct HeldPosts {
    /// A message.
    private struct Post {
        let channel: ChannelKey
        let sequence: UInt64

        /// Whether it stands before a number of a channel, in an order that is good for nothing else.
        func isBefore(_ number: UInt64, of other: ChannelKey) -> Bool {
            if channel.kind != other.kind { return channel.kind.rawValue < other.kind.rawValue }
            if channel.name.count != other.name.count { return channel.name.count < other.name.count }
            for place in channel.name.indices where channel.name[place] != other.name[place] {
                return channel.name[place] < other.name[place]
            }
            return sequence < number
        }
    }

    private var numbers = OrderedPages<UInt64>()
    private var posts = OrderedPages<Post>()

    /// How many there are.
    var count: Int { numbers.count }

    /// How many have numbers up to `last`.
    func count(upTo last: UInt64) -> UInt64 { UInt64(numbers.count(below: { $0 <= last })) }

    /// How many of a channel have numbers up to `last`.
    func count(of channel: ChannelKey, upTo last: UInt64) -> UInt64 {
        let before = posts.count(below: { $0.isBefore(0, of: channel) })
        return UInt64(posts.count(below: { $0.isBefore(last + 1, of: channel) }) - before)
    }

    /// Adds a message.
    ///
    /// - Returns: Its channel, by the name that all messages of it share.
    mutating func insert(_ sequence: UInt64, of channel: ChannelKey) -> ChannelKey {
        var channel = channel
        if let other = posts.first(notBelow: { $0.isBefore(0, of: channel) }), other.channel == channel {
            channel = other.channel
        }
        posts.insert(Post(channel: channel, sequence: sequence)) { $0.isBefore(sequence, of: channel) }
        numbers.insert(sequence) { $0 < sequence }
        return channel
    }

    /// Takes out a message.
    mutating func remove(_ sequence: UInt64, of channel: ChannelKey) {
        _ = numbers.remove(isBelow: { $0 < sequence }, where: { $0 == sequence })
        _ = posts.remove(
            isBelow: { $0.isBefore(sequence, of: channel) },
            where: { $0.sequence == sequence && $0.channel == channel }
        )
    }
}
