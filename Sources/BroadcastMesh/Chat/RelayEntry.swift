import Bytes
import ChannelProtocol
import HTTP
import Reactor

/// What a client asked for when it came to a relay channel, checked.
struct RelayEntry: Equatable {
    /// The channel's name.
    var channel: [UInt8]

    /// How it gets the channel's messages: with ``Form/events`` it speaks the channel protocol.
    var form: Form

    /// What the client reads before it is live; `nil` when it did not ask for anything.
    var request: ReplayRequest?

    /// Whether the client gets what it posts itself.
    var echoes: Bool

    /// Whether it gets the channel's messages at all, and not only answers to what it posts.
    var listens: Bool

    /// Whether it is told together of messages that come together.
    var gathers: Bool

    /// By whose guarded keys it may post; 0 for a client without a session.
    var sender: UInt128

    /// The same, with the hash of the client's secret as the world has it.
    func known(to world: any World) -> RelayEntry {
        guard sender != 0 else { return self }
        var entry = self
        entry.sender = world.recordedHash(sender)
        return entry
    }

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: The query of the request.
    ///   - channel: The channel's name.
    ///   - form: How the client gets messages; of plain ones no position comes, so it cannot give one back either.
    /// - Returns: The entry, or the rule that the client broke; it is told after the upgrade.
    static func read(_ query: Query, to channel: [UInt8], in form: Form) -> Result<RelayEntry, ChatRefusal> {
        do throws(ChatRefusal) {
            let after = form == .events ? query[ClientQuery.after] : nil
            let request = try ReplayRequest(history: query[ClientQuery.history], after: after)
            let session = form == .events ? query[ClientQuery.session] : nil
            guard session.map({ ChatEntry.sessionLengths.contains($0.unicodeScalars.count) }) ?? true else {
                throw .malformedSession
            }
            return .success(
                RelayEntry(
                    channel: channel,
                    form: form,
                    request: request,
                    echoes: !query.says(ClientQuery.no, for: ClientQuery.echo),
                    listens: !query.says(ClientQuery.no, for: ClientQuery.listen),
                    gathers: query.says(ClientQuery.together, for: ClientQuery.acknowledgements),
                    sender: session.map { GuardedKey.sender(of: $0) } ?? 0
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
