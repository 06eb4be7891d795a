/// Who wants to chat, and where.
struct ChatParticipant {
    /// The name.
    let username: String

    /// The channel; `nil` for the one that nodes take for granted.
    let channel: String?

    /// What proves to a node that the name is theirs, 16 to 128 characters that nobody guesses.
    let secret: String

    /// How many messages of before to be shown.
    let history: Int

    /// The node to begin with.
    let home: NodeAddress
}
