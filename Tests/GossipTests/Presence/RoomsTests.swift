import Testing

@testable import Gossip

@Suite("The holders of a name", .computing) struct RoomsTests {
    private let room = ChannelKey(kind: .chat, name: Array("room".utf8))

    private func user(_ sequence: Int, _ name: String = "eve") -> RunState.User {
        .init(sequence: UInt64(sequence), channel: room, name: name, claimTime: 0, session: 7, joinTime: 0)
    }

    private func sequences(in rooms: Rooms, of origin: Int) -> [UInt64] {
        rooms.holders(of: "eve", in: room).filter { $0.origin == origin }.map(\.user.sequence).sorted()
    }

    @Test(arguments: [true, false]) func `are the newest of a run, of more than a run may have`(comeInOrder: Bool) {
        var rooms = Rooms()
        let order = comeInOrder ? Array(1...1000) : (1...1000).reversed()
        for sequence in order { rooms.add(user(sequence), of: 1, as: .named) }
        rooms.add(user(1001, "ana"), of: 1, as: .named)

        #expect(sequences(in: rooms, of: 1) == (993...1000).map { UInt64($0) })
        #expect(rooms.holderCount == GossipLimits().holdsOfRun + 1)
        #expect(rooms.surplusCount == 992)

        for sequence in order { rooms.remove(user(sequence), of: 1) }
        #expect(rooms.holders(of: "eve", in: room).isEmpty)
        #expect(rooms.holderCount == 1)
        #expect(rooms.surplusCount == 0)
    }

    @Test func `are looked at where one more comes and where one goes, which is counted`() {
        var rooms = Rooms()
        for run in 1...1000 { rooms.add(user(1), of: run, as: .named) }
        let looks = [
            { rooms.add(user(1), of: 1001, as: .named) }, { rooms.remove(user(1), of: 1001) },
            { rooms.remove(user(2), of: 1002) }, { rooms.remove(user(1), of: 1) },
        ].map { change in
            let before = rooms.comparedCount
            change()
            return rooms.comparedCount - before
        }
        #expect(looks == [1000, 1001, 1000, 1].map { $0 / Rooms.looksPerCompared })
    }

    @Test func `are so many at most, of however many runs, and this node's own and those of named nodes always`() {
        var rooms = Rooms()
        for run in 1...1000 { rooms.add(user(1), of: run, as: .stranger) }
        rooms.add(user(1), of: 0, as: .own)
        rooms.add(user(1), of: 1001, as: .named)

        #expect(rooms.holders(of: "eve", in: room).count == Rooms.mostOfName + 2)
        #expect(sequences(in: rooms, of: 0) == [1])
        #expect(sequences(in: rooms, of: 1001) == [1])
        #expect(rooms.surplusCount == 1000 - Rooms.mostOfName)

        for run in 1...1001 { rooms.remove(user(1), of: run) }
        #expect(rooms.holderCount == 1)
        #expect(rooms.surplusCount == 0)
    }
}
