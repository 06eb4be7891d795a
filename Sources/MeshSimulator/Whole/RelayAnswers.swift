/// What a client of a relay channel is told of something that it posted.
struct RelayAnswer: Equatable, Sendable {
    /// What it posted.
    var message: RelayMessage

    /// How that is called.
    var id: String

    /// How many nodes hold it.
    var copies = 1
}

/// What a client of the channel protocol was told on one connection of what it posted there.
struct RelayAnswers: Sendable {
    /// A message, and what came of it.
    private struct Post {
        let message: RelayMessage
        var answers = ChatHearer.Answers()
    }

    /// By the keys of the messages.
    private var posts: [String: Post] = [:]

    /// A message is posted under its key.
    mutating func add(_ message: RelayMessage) { posts[message.key, default: Post(message: message)].answers.sent += 1 }

    /// The client is told that a message is held by so many nodes: first by one, then by two, each time that it was posted.
    ///
    /// - Returns: The message; `nil` where that had not to be told.
    mutating func take(_ key: String, copies: Int) -> RelayMessage? {
        guard var post = posts[key] else { return nil }
        if copies == 1 { post.answers.once += 1 } else { post.answers.twice += 1 }
        posts[key] = post
        guard post.answers.once <= post.answers.sent, post.answers.twice <= post.answers.once else { return nil }
        return post.message
    }

    /// The first key of which the client was not told all.
    ///
    /// - Parameter copies: By how many nodes it must be held.
    /// - Returns: The key; `nil` when it was told all.
    func unansweredKey(heldBy copies: Int) -> String? {
        posts.filter { _, post in
            let answers = post.answers
            return answers.once != answers.sent || copies > 1 && answers.twice != answers.sent
        }.keys.min()
    }
}
