/// What was said, and what must be there in the end.
extension WholeJudge {
    /// How many messages were said.
    var saidCount: Int { messages.count }

    /// How often somebody sent a message.
    var sendCount: Int { messages.reduce(0) { $0 + $1.sends } }

    /// Whether a message must be there in the end: a disk that lost what was promised was not the only one.
    func isOwed(_ number: Int) -> Bool { messages[number].acceptance.binds(despite: terms.suspects) }

    /// The runs of nodes that clients have heard messages of, in one order.
    var knownOrigins: [String] { Set(readers.flatMap(\.newest.keys)).sorted() }
}
