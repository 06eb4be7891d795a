extension ChatRooms {
    /// Checks that those hold a name who are in a chat, and nobody else.
    ///
    /// - Parameter speakers: Who is in a chat, and as whom.
    func checkInvariants(_ speakers: [(client: ClientReference, user: User)]) {
        precondition(holders.count == speakers.count, "a name is held by nobody, or somebody holds none")
        for (client, user) in speakers {
            precondition(holders[user.claim]?.client == client, "a name is held by another client than speaks under it")
        }
    }
}
