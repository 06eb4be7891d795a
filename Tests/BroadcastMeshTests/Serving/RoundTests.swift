import Bytes
import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A round through the live clients of a channel", .computing) struct RoundTests {
    /// A channel of frames of three bytes each, its live clients, and what each of them was sent.
    private struct Room {
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let channel: Int
        var audience: Audience
        /// How many frames the client of a slot was sent, and its index among the members.
        var sent: [Int32: Int] = [:]
        var indices: [Int32: Int32] = [:]
        var newest: Int32 = 0
        var posted = 0

        init() {
            channel = node.openChannel(.relay, named: [])
            audience = Audience(of: channel, as: .plain, at: node.place(atEndOf: channel))
        }

        mutating func post() {
            _ = node.post(in: channel, at: Moment(monotonic: 1, wall: 1)) { _ in [0x82, 1, 7] }
            posted += 1
        }

        mutating func join() {
            var reading = Reading(from: audience.place, hearsOfLosses: false)
            var looks = Looks()
            let step = node.advance(&reading, in: channel, upTo: audience.place, looks: &looks)
            guard case .live(let permit) = step else { return }
            newest += 1
            let member = Audience.Member(socket: SocketNumber(rawValue: -1), slot: newest)
            indices[newest] = audience.join(member, with: permit, Outgoing(), usersVersion: audience.users.version)
            sent[newest] = audience.place.offset / 3
        }

        /// - Returns: Where the client stood, and how many frames it was sent; `nil` when it is not there.
        mutating func leave(_ slot: Int32) -> (place: Int, sent: Int)? {
            guard let index = indices.removeValue(forKey: slot), let count = sent.removeValue(forKey: slot)
            else { return nil }
            let standing = audience.standing(of: index)
            let moved = audience.leave(index)
            for index in [moved.first, moved.second].compactMap(\.self) {
                indices[audience.members[Int(index)].slot] = index
            }
            return (standing.place.offset / 3, count)
        }

        mutating func begin() {
            guard audience.round == nil, let log = node.channels.frames(of: channel) else { return }
            let range = audience.move { node.nextFrames(of: channel, for: &$0) }
            if let range { audience.begin(Passage(range, of: log), messageCount: posted) }
        }

        /// Serves some members.
        ///
        /// - Returns: Whether each of them was sent just what comes before.
        mutating func serve(_ count: Int) -> Bool {
            guard case .frames(let frames)? = audience.round?.matter else { return true }
            var isInOrder = true
            for index in audience.takeSlice(count) {
                let slot = audience.members[index].slot
                isInOrder = isInOrder && sent[slot] == frames.range.lowerBound / 3
                sent[slot] = frames.range.upperBound / 3
            }
            return isInOrder
        }
    }

    @Test func `serves some at a time, and what comes meanwhile waits for the next one`() {
        var room = Room()
        for _ in 0..<5 { room.join() }
        room.post()
        room.begin()
        var isInOrder = room.serve(2)
        #expect(isInOrder)
        room.post()
        room.begin()

        #expect(room.audience.round?.unserved == 3)
        #expect(room.sent.values.sorted() == [0, 0, 0, 1, 1])
        isInOrder = room.serve(9)
        #expect(isInOrder && room.audience.round == nil)
        #expect(room.sent.values.allSatisfy { $0 == 1 })

        room.begin()
        isInOrder = room.serve(9)
        #expect(isInOrder)
        #expect(room.sent.values.allSatisfy { $0 == 2 })
    }

    @Test func `ends when the last leaves to whom it was still to come`() throws {
        var room = Room()
        for _ in 0..<3 { room.join() }
        room.post()
        room.begin()
        _ = room.serve(2)
        let left = try #require(room.sent.first { $0.value == 0 }?.key)
        let standing = room.leave(left)
        #expect(standing?.place == 0 && standing?.sent == 0)
        #expect(room.audience.round == nil)
        #expect(room.audience.members.count == 2)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `gives everybody everything once and in order, whoever comes and goes`(seed: UInt64) {
        var chance = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(chance >> 33) % bound
        }
        var room = Room()
        for _ in 0..<300 {
            switch next(8) {
            case 0, 1: room.post()
            case 2: room.begin()
            case 3, 4: room.join()
            case 5:
                guard let slot = room.sent.keys.sorted().dropFirst(next(max(1, room.sent.count))).first else {
                    continue
                }
                let standing = room.leave(slot)
                #expect(standing != nil && standing?.place == standing?.sent)
            default:
                let isInOrder = room.serve(1 + next(3))
                #expect(isInOrder)
            }
            for (slot, index) in room.indices { #expect(room.audience.members[Int(index)].slot == slot) }
        }

        let isInOrder = room.serve(.max)
        room.begin()
        let isStillInOrder = room.serve(.max)
        #expect(isInOrder && isStillInOrder)
        #expect(room.sent.values.allSatisfy { $0 == room.posted })
        #expect(room.audience.members.count == room.sent.count)
    }

    @Test func `keeps its bytes when the log lets them go`() {
        var log = ByteLog()
        let big = [0x82, 127, 0, 0, 0, 0, 0, 4, 0, 0] + [UInt8](repeating: 5, count: 1 << 18)
        for _ in 0..<3 { log.append(big.span) }
        let frames = Passage(0..<log.end, of: log)
        log.letGo(big.count, at: 0)

        #expect(frames.range == 0..<(2 * big.count))
        #expect(frames.count == 2)
        let bytes = frames.withBytes { first, second in first.count + second.count }
        #expect(bytes == 2 * big.count)
    }

    @Test func `ends frames where they end, in the second chunk of its bytes too`() {
        var log = ByteLog()
        let big = [0x82, 127, 0, 0, 0, 0, 0, 4, 0, 0] + [UInt8](repeating: 5, count: 1 << 18)
        for _ in 0..<2 { log.append(big.span) }
        let frames = Passage(0..<log.end, of: log)

        #expect(frames.boundary(atOrAfter: 1) == (big.count, 1))
        #expect(frames.boundary(atOrAfter: big.count) == (big.count, 1))
        #expect(frames.boundary(atOrAfter: big.count + 1) == (2 * big.count, 2))
        #expect(frames.offset(of: (big.count, 1), in: log) == big.count)
    }

    @Test func `is short enough for others to have their turn`() {
        let budget = TurnBudget()
        #expect(budget.members(of: 10) == 166)
        #expect(budget.members(of: 256 << 10) == 3)
        #expect(budget.members(of: 1 << 20) == 1)
        #expect(budget.members(of: 16 << 20) == 1)
    }
}
