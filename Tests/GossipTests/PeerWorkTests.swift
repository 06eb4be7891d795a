import Testing

@testable import Gossip

/// What peers send costs by the piece, however much of it there is already, and in whatever order it comes.
@Suite("The work that peers can make", .computing) struct PeerWorkTests {
    @Test func `of copies under one key is a look at a few of them for each`() {
        for isAscending in [true, false] {
            var (table, looks) = (KeyTable(), 0)
            let count = 4096
            for number in 0..<count {
                _ = table.add(
                    number,
                    for: MessageKey(high: 1, low: 2),
                    place: { EntryPlace(origin: 0, sequence: UInt64($0)) },
                    isEarlier: {
                        looks += 1
                        return isAscending ? $0 < $1 : $0 > $1
                    }
                )
            }
            #expect(table.number(of: MessageKey(high: 1, low: 2)) == (isAscending ? 0 : count - 1))
            #expect(looks < 16 * count)
        }
    }

    @Test func `of copies under one key that are let go does not grow with how many there are`() {
        let growth = growthOfTime(from: 2000, to: 16_000) { count in
            var table = KeyTable()
            let key = MessageKey(high: 1, low: 2)
            for number in 0..<count {
                _ = table.add(
                    number,
                    for: key,
                    place: { EntryPlace(origin: 0, sequence: UInt64($0)) },
                    isEarlier: { $0 < $1 }
                )
            }
            for number in 0..<count {
                let (stood, heir) = table.remove(number, of: key, at: number, isEarlier: { $0 < $1 })
                guard stood, heir == (number + 1 < count ? number + 1 : nil) else {
                    Issue.record("another copy stands than the earliest one")
                    return
                }
            }
            #expect(table.number(of: key) == nil)
        }
        // For eight times as many; one look at all for each would take 64 times as long.
        #expect(growth < 24)
    }

    @Test func `of users who leave does not grow with how many stay`() {
        let growth = growthOfTime(from: 4000, to: 32_000) { count in
            var users = RunUsers()
            let channel = ChannelKey(kind: .chat, name: [1])
            let user = RunState.User(sequence: 0, channel: channel, name: "", claimTime: 0, session: 0, joinTime: 0)
            for sequence in 1...UInt64(count) {
                var user = user
                user.sequence = sequence
                users.insert(user)
            }
            for sequence in 1...UInt64(count) { _ = users.remove(sequence) }
            #expect(users.count == 0 && users.byteCount == 0)
        }
        #expect(growth < 24)
    }

    @Test func `of a node's runs does not grow with how many are known, the newest told first`() {
        let growth = growthOfTime(from: 20_000, to: 160_000) { count in
            var table = OriginTable()
            for epoch in (1...UInt64(count)).reversed() { _ = table.add("zulu", epoch: epoch) }
            let member = table.member(named: "zulu") ?? 0
            #expect(table[member: member].runs.count == count)
            #expect(table.run(of: member, epoch: 7).map { table[$0].epoch } == 7)
            #expect(table[member: member].runs.first.map { table[$0].epoch } == 1)
        }
        #expect(growth < 24)
    }
}
