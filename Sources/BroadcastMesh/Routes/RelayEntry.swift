import HTTP

/// What a client asked for when it came to a relay channel, checked.
struct RelayEntry: Equatable {
    /// The channel's name.
    var channel: [UInt8]

    /// How many of the newest messages the client reads before it is live; `nil` for none.
    var history: Int?

    /// Whether the client gets what it posts itself.
    var echoes: Bool

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: The query of the request.
    ///   - channel: The channel's name.
    /// - Returns: The entry, or the rule that the client broke; it is told after the upgrade.
    static func read(_ query: Query, to channel: [UInt8]) -> Result<RelayEntry, ChatRefusal> {
        do throws(ChatRefusal) {
            var entry = RelayEntry(channel: channel, history: nil, echoes: query["echo"] != "false")
            if case .history(let count) = try ReplayRequest(history: query["history"], after: nil) {
                entry.history = count
            }
            return .success(entry)
        } catch {
            return .failure(error)
        }
    }
}
