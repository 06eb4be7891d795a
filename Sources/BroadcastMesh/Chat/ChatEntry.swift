import ChannelProtocol
import Gossip
import HTTP
import Reactor

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

    /// The client's secret, if it has one.
    var secret: String?

    /// A hash of the client's secret, never 0; 0 for none.
    var session: UInt128 = 0

    /// What that may have been by another key of the mesh, or by one that it had.
    var earlierSessions: [UInt128] = []

    /// How many claims of names the node knew when the client's connection came: this may have been on its way since then.
    var claimCount = Int.max

    /// What the client reads before it is live; `nil` when it did not ask for anything.
    var request: ReplayRequest?

    /// Whether the client wants to hear who came and left, after one whole list.
    var hearsChanges = false

    /// Reads the query's values, already percent-decoded; `nil` where the query has no such name.
    ///
    /// - Throws: The first rule that the client broke; it is told after the upgrade.
    init(
        username: String?,
        channel: String?,
        session: String?,
        history: String?,
        after: String? = nil,
        users: String? = nil,
        salt: MeshSalt
    ) throws(ChatRefusal) {
        guard let username else { throw .missingUsername }
        guard !username.isEmpty else { throw .emptyUsername }
        let scalars = username.unicodeScalars
        guard scalars.count <= Self.longestUsername else { throw .usernameTooLong }
        guard !scalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .controlCharacterInUsername
        }
        if let session {
            guard Self.sessionLengths.contains(session.unicodeScalars.count) else { throw .malformedSession }
            secret = session
            self.session = Self.hash(of: session, by: salt)
            earlierSessions = Self.earlierHashes(of: session, by: salt)
        }
        request = try ReplayRequest(history: history, after: after)
        // Whoever asks for something else gets what everybody gets.
        hearsChanges = users.map { $0.utf8.elementsEqual(ClientQuery.changes.utf8) } ?? false
        self.username = username
        self.channel = Array((channel ?? Self.defaultChannel).utf8)
    }
}

extension ChatEntry {
    /// A hash of a client's secret, never 0.
    static func hash(of secret: String, by salt: MeshSalt) -> UInt128 { max(1, salt.hash(.session, secret)) }

    /// What that may have been by another key of the mesh, or by one that it had.
    static func earlierHashes(of secret: String, by salt: MeshSalt) -> [UInt128] {
        salt.earlierHashes(.session, secret).map { max(1, $0) }
    }

    /// The same, with the hash of the client's secret as the world has it.
    ///
    /// - Parameters:
    ///   - world: The world.
    ///   - count: How many claims of names the node knew when the client's connection came.
    /// - Returns: What the client asked for.
    func known(to world: any World, since count: Int) -> ChatEntry {
        guard session != 0 else { return self }
        var entry = self
        entry.session = world.recordedHash(session)
        entry.claimCount = count
        return entry
    }

    /// Reads a query once: a position in it can be as long as the request line.
    static func read(_ query: Query, salt: MeshSalt) -> Result<ChatEntry, ChatRefusal> {
        do throws(ChatRefusal) {
            return .success(
                try ChatEntry(
                    username: query[ClientQuery.username],
                    channel: query[ClientQuery.channel],
                    session: query[ClientQuery.session],
                    history: query[ClientQuery.history],
                    after: query[ClientQuery.after],
                    users: query[ClientQuery.users],
                    salt: salt
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
