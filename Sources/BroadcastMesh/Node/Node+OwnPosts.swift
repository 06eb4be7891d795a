import Gossip

/// What the program that embeds the node posts is taken in turns, as what clients post is: as much as the budget allows, and
/// nothing for a channel that is crowded.
extension Node {
    /// What it costs to take in a post of the program, in messages: its channel is found, and its task woken.
    private static let messagesPerOwnPost = 3

    /// Whether the program has posted something that the node may take.
    var hasPostsToTake: Bool { lifecycle.phase.serves && turns.posts.hasWaiting }

    /// Takes what the program posts, one at least, so that no flood of clients holds it up for ever.
    mutating func takePosts() {
        guard hasPostsToTake else { return }
        let posts = turns.posts
        repeat {
            guard let post = posts.popFirst(unless: { isCrowded($0) }) else { return }
            take(post, of: posts)
            if serving.mustGiveOut { fanOutGrownChannels() }
        } while turns.isOpen(to: .program) && hasPostsToTake
    }

    /// Tells the program that what was taken of it is written: who posts at the same time waits for the disk together.
    mutating func answerPosts() {
        guard turns.posts.hasTaken else { return }
        turns.posts.answerTaken(commit() == nil ? refusalOfPosts : nil)
    }

    /// Takes nothing of the program any more.
    func refusePosts() { turns.posts.close(refusalOfPosts) }

    private var refusalOfPosts: ChannelError { failure.map { .storage($0) } ?? .stopped }

    private mutating func take(_ waiting: OwnPosts.Waiting, of posts: OwnPosts) {
        turns.budget.spend(messages: Self.messagesPerOwnPost)
        let post = waiting.post
        guard post.bytes.count <= serving.messageLimit else {
            return posts.refuse(waiting, .tooLarge(byteCount: post.bytes.count))
        }
        let channel = gossip.openChannel(.relay, named: post.channel)
        defer { gossip.closeChannel(channel) }
        posts.keep(waiting, self.post(post.type, post.bytes.span, post.notes, in: channel).stamp.id.description)
    }

    /// Whether a channel is crowded; to ask costs a look.
    private mutating func isCrowded(_ name: [UInt8]) -> Bool {
        turns.budget.spend(channelLines: 0, looks: 1)
        guard serving.isFanningOut, let channel = gossip.channel(.relay, named: name) else { return false }
        return serving.isCrowded(channel, by: Serving.crowdedBytes, with: &gossip)
    }
}
