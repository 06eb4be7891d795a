import Gossip
import Testing

@testable import BroadcastMesh

@Suite("The list of a room's users", .computing) struct UserListTests {
    private let ana = RoomUser(name: "ana", node: "alpha")
    private let ben = RoomUser(name: "ben", node: "bravo")
    private let eve = RoomUser(name: "eve", node: "alpha")

    private func list(_ lists: [[RoomUser]]) -> UserList {
        var list = UserList()
        for users in lists { _ = list.update(to: users) }
        return list
    }

    @Test func `tells whoever asks for changes who came and who left`() {
        let list = list([[ana, eve], [ana, ben]])
        #expect(
            list.event(for: list.version - 1, hearsChanges: true) == .usersChanged(joined: [ben], left: ["eve"])
        )
        #expect(list.event(for: list.version - 1, hearsChanges: false) == .users(["ana", "ben"]))
    }

    @Test func `counts who went on to another node among those who came`() {
        let moved = RoomUser(name: "ana", node: "delta")
        let list = list([[ana, ben], [moved, ben]])
        #expect(list.event(for: list.version - 1, hearsChanges: true) == .usersChanged(joined: [moved], left: []))
    }

    @Test func `is whole for who has none, or missed more than one`() {
        let list = list([[ana], [ana, ben], [ana, ben, eve]])
        for had in [UserList.none, list.version - 2] {
            #expect(list.event(for: had, hearsChanges: true) == .usersAndNodes([ana, ben, eve]))
        }
    }

    @Test func `is no other list when nothing changed`() {
        var list = list([[ana, ben]])
        let version = list.version
        let isNew = list.update(to: [ana, ben])
        #expect(!isNew && list.version == version)
        #expect(!list.isDue(for: version, at: 0))
    }

    @Test func `is encoded once for all who need the same`() {
        var list = list([[ana], [ana, ben]])
        var encoded: [ChatEvent] = []
        for had in [UserList.none, UserList.none, list.version - 1, list.version - 1] {
            for hearsChanges in [true, false] {
                _ = list.frame(for: had, hearsChanges: hearsChanges) { event in
                    encoded.append(event)
                    return [UInt8(encoded.count)]
                }
            }
        }
        #expect(
            encoded == [.usersAndNodes([ana, ben]), .users(["ana", "ben"]), .usersChanged(joined: [ben], left: [])]
        )
    }

    @Test func `waits for a list with the newcomer in it, unless that takes long`() {
        var list = list([[ana]])
        #expect(list.isDue(for: UserList.none, at: 0))
        list.clock.handleChange(at: 0)
        #expect(!list.isDue(for: UserList.none, at: 0))
        _ = list.clock.takeDue(at: 0, userCount: 2000)
        list.clock.handleChange(at: 1)
        #expect(list.isDue(for: UserList.none, at: 1))
    }

    @Test(arguments: 0..<20) func `changes one list into the next, whatever they are`(seed: Int) {
        var generator = Lehmer(state: UInt64(seed) + 1)
        var shown: [String: String] = [:]
        var list = UserList()
        for _ in 0..<50 {
            let names = "abcdefgh".filter { _ in generator.next() % 2 == 0 }
            let users = names.map { RoomUser(name: String($0), node: "n\(generator.next() % 3)") }
            guard list.update(to: users) else { continue }
            guard case .usersChanged(let joined, let left)? = list.event(for: list.version - 1, hearsChanges: true)
            else {
                Issue.record("no change")
                return
            }
            for name in left { shown[name] = nil }
            for user in joined { shown[user.name] = user.node }
            #expect(shown == Dictionary(uniqueKeysWithValues: users.map { ($0.name, $0.node) }))
        }
    }
}

extension UserList {
    /// What a client needs that has a certain list; `nil` where that was encoded before.
    fileprivate func event(for had: UInt32, hearsChanges: Bool) -> ChatEvent? {
        var list = self
        var event: ChatEvent?
        _ = list.frame(for: had, hearsChanges: hearsChanges) { needed in
            event = needed
            return []
        }
        return event
    }
}

/// Numbers that look like chance, the same in every run.
private struct Lehmer {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
