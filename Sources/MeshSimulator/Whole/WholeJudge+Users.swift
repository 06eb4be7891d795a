/// Lists of users: one after each arrival, and the right one in the end.
extension WholeJudge {
    /// A client sees everybody.
    mutating func see(_ names: [String], _ nodes: [String: String]?, _ reader: Int) {
        // One that hears changes is told where everybody is, and nobody else is.
        let users = nodes ?? Dictionary(names.map { ($0, "") }) { first, _ in first }
        if names != names.sorted() || Set(names) != Set(users.keys) || names.count != users.count {
            object(.usersDiffer(reader: readers[reader].name, shown: names, expected: users.keys.sorted()))
        }
        change(reader) { $0.connection.users = users }
    }

    /// A client is told who came, or is elsewhere, and who left.
    mutating func see(joined: [String: String], left: [String], _ reader: Int) {
        guard var users = readers[reader].connection.users, left.allSatisfy({ users[$0] != nil }),
            joined.allSatisfy({ users[$0] != $1 })
        else {
            let shown = joined.keys.sorted() + left
            return object(.usersDiffer(reader: readers[reader].name, shown: shown, expected: []))
        }
        for name in left { users[name] = nil }
        users.merge(joined) { $1 }
        change(reader) { $0.connection.users = users }
    }

    /// Whoever is attached gets a list, soon, unless it reads slowly itself.
    mutating func judgeList(of reader: Int, at now: Int64) {
        let connection = readers[reader].connection
        guard let attachedAt = connection.attachedAt, connection.users == nil,
            now - attachedAt > terms.patience, !terms.slowReaders.contains(reader)
        else { return }
        object(.noList(reader: readers[reader].name))
    }
}
