/// What a client asked for when it entered a chat: the query of `/start_web_socket`, checked.
struct ChatEntry: Equatable {
    /// Scalars in the longest name: enough for any person, and a list of thousands stays small.
    static let longestUsername = 64

    /// How many characters a session may have: too many to guess, too few to fill memory with.
    static let sessionLengths = 16...128

    /// The channel of a client that names none.
    static let defaultChannel = "chat"

    /// The name under which the client speaks.
    var username: String

    /// The channel's name, as UTF-8.
    var channel: [UInt8]

    /// Reads the query's values, already percent-decoded; `nil` where the query has no such name.
    ///
    /// - Throws: The first rule that the client broke; it is told after the upgrade.
    init(username: String?, channel: String?, session: String?, history: String?) throws(ChatRefusal) {
        guard let username else { throw .missingUsername }
        guard !username.isEmpty else { throw .emptyUsername }
        let scalars = username.unicodeScalars
        guard scalars.count <= Self.longestUsername else { throw .usernameTooLong }
        guard !scalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .controlCharacterInUsername
        }
        if let session, !Self.sessionLengths.contains(session.unicodeScalars.count) { throw .malformedSession }
        try HistoryRequest.check(history)
        self.username = username
        self.channel = Array((channel ?? Self.defaultChannel).utf8)
    }
}

/// The `history` of a query, chat or relay.
enum HistoryRequest {
    /// Checks that a count was asked for, if anything was.
    ///
    /// - Throws: ``ChatRefusal/malformedHistory`` when it is no number of messages.
    static func check(_ value: String?) throws(ChatRefusal) {
        guard let value else { return }
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformedHistory }
    }
}
