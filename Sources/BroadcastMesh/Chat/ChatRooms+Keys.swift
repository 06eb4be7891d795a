import Gossip

extension ChatRooms {
    /// The key of a message that has no author but its channel: a relay has no users.
    ///
    /// - Parameter key: What its sender calls it.
    /// - Returns: The key, and what it may have been before; see `MessageKey.earlier(_:by:salt:)`.
    func channelKey(_ key: String) -> (key: MessageKey, earlier: [MessageKey]) {
        (MessageKey(key, by: ""), MessageKey.earlier(key, by: "", salt: salt))
    }
}
