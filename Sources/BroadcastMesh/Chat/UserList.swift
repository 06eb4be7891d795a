import Bytes
import Gossip

/// The users of a room, as its clients were told of them: each list is encoded once, whoever gets it.
///
///     list 1 ──ben joins──▶ list 2 ──eve leaves──▶ list 3        whoever has list 2 may be told of the change alone
struct UserList {
    /// The list that a client has that got none yet.
    static let none: UInt32 = 0

    /// How long a client that has just come waits for a list with itself in it, in nanoseconds.
    ///
    /// It is what small rooms fold together. In a large room the next list takes longer, and it gets the last one first.
    static let patience = UserListClock.shortestInterval

    /// When the next list goes out.
    var clock = UserListClock()

    /// The number of the last list, from 1.
    private(set) var version: UInt32 = 1

    /// Who is in it, in the order of names.
    private(set) var users: [RoomUser] = []

    /// How the last list differs from the one before it.
    private(set) var change: Change = Change()

    /// The forms of the last list that somebody got already, as frames.
    private var frames: [Form: LogSlice] = [:]

    /// In which way a client is told.
    private enum Form {
        case whole
        case wholeWithNodes
        case change
    }

    /// What differs between two lists.
    struct Change: Equatable {
        /// Who came, or is on another node now.
        var joined: [RoomUser] = []

        /// Who left.
        var left: [String] = []
    }

    /// Takes in who is there now.
    ///
    /// - Parameter users: Everybody, in the order of names.
    /// - Returns: Whether this is another list than the last.
    mutating func update(to users: [RoomUser]) -> Bool {
        let change = Self.change(from: self.users, to: users)
        guard change != Change() else { return false }
        self.change = change
        self.users = users
        frames = [:]
        version = max(1, version &+ 1)
        return true
    }

    /// What a client needs that has a certain list, encoded once for all who need the same.
    ///
    /// - Parameters:
    ///   - had: The number of its list.
    ///   - hearsChanges: Whether it asked for changes alone.
    ///   - encode: Makes a frame of an event.
    /// - Returns: The frame.
    mutating func frame(for had: UInt32, hearsChanges: Bool, encode: (ChatEvent) -> [UInt8]) -> LogSlice {
        let form = form(for: had, hearsChanges: hearsChanges)
        if let frame = frames[form] { return frame }
        var log = ByteLog()
        log.append(encode(event(in: form)).span)
        let frame = log.slice(0..<log.end)
        frames[form] = frame
        return frame
    }

    /// Who was behind for more than one list gets the whole of the last.
    private func form(for had: UInt32, hearsChanges: Bool) -> Form {
        guard hearsChanges else { return .whole }
        return had != Self.none && max(1, had &+ 1) == version ? .change : .wholeWithNodes
    }

    private func event(in form: Form) -> ChatEvent {
        switch form {
        case .whole: .users(users.map(\.name))
        case .wholeWithNodes: .usersAndNodes(users)
        case .change: .usersChanged(joined: change.joined, left: change.left)
        }
    }

    /// Whether a client with a certain list is to get the last one now.
    func isDue(for had: UInt32, at now: Int64) -> Bool {
        guard had == Self.none else { return had != version }
        // The list that is about to go out has the client in it.
        return clock.deadline.map { $0 - now > Self.patience } ?? true
    }

    /// Compares two lists in one pass.
    private static func change(from old: [RoomUser], to new: [RoomUser]) -> Change {
        var change = Change()
        var index = 0
        for user in new {
            while index < old.count, old[index].isBefore(user) {
                change.left.append(old[index].name)
                index += 1
            }
            if index < old.count, !user.isBefore(old[index]) {
                if old[index].node != user.node { change.joined.append(user) }
                index += 1
            } else {
                change.joined.append(user)
            }
        }
        change.left += old[index...].map(\.name)
        return change
    }
}
