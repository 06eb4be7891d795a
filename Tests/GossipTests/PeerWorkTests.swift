import Bytes
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

    @Test(arguments: [true, false])
    func `of history that was held before copies came under its key is a look at a few of them`(isAscending: Bool) {
        func looks(among count: Int) -> Int {
            var (table, looks) = (KeyTable(), 0)
            let key = MessageKey(high: 1, low: 2)
            let isEarlier: (Int, Int) -> Bool = {
                looks += 1
                return isAscending ? $0 < $1 : $0 > $1
            }
            for number in 0..<count {
                _ = table.add(
                    number,
                    for: key,
                    place: { EntryPlace(origin: 0, sequence: UInt64($0)) },
                    isEarlier: isEarlier
                )
            }
            looks = 0
            for end in 1...count {
                let number = table.number(of: key, below: end, isEarlier: isEarlier)
                #expect(number == (isAscending ? 0 : end - 1))
            }
            let sum = looks
            _ = table.number(of: key, below: count, isEarlier: isEarlier)
            #expect(looks == sum, "none has come since")
            return sum
        }
        let (few, many) = (looks(among: 512), looks(among: 4096))

        // For eight times as many; a look at all for each would be 64 times as much.
        #expect(many < 16 * few)
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

    @Test func `of an entry that comes again does not grow with the message that is held under its number`() throws {
        let lengths = (few: 64 << 10, many: 4 << 20)
        var held: [Int: (node: GossipNode, bravo: HandmadePeer)] = [:]
        for length in [lengths.few, lengths.many] {
            var mesh = TestMesh(1)
            let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
            let post = HandmadePeer.post([UInt8](repeating: 120, count: length))
            try bravo.send([post], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
            #expect(mesh.nodes[0].counters.received == 1)
            held[length] = (mesh.nodes[0], bravo)
        }
        let now = TestMesh(0).now
        let growth = try growthOfTime(from: lengths.few, to: lengths.many) { length in
            guard var node = held[length]?.node, let bravo = held[length]?.bravo else { return }
            let other = [HandmadePeer.post([120])]
            for _ in 0..<200 { try bravo.send(other, of: "zulu", from: 1, to: &node, at: now) }
            #expect(node.forkCount == 200)
        }
        // For sixty-four times as much.
        #expect(growth < 8)
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

    @Test func `of runs that are over does not grow with how many are known, wherever they stand among these`() {
        let growth = growthOfTime(from: 4096, to: 65_536) { count in
            var closed = ClosedRuns()
            for epoch in (1...UInt64(count)).reversed() {
                guard let run = ClosedRuns.Run(epoch: epoch, head: 1, messages: 1) else { continue }
                closed.insert(run, saying: nil)
            }
            #expect(closed.runs.count == count)
            for epoch in 1...UInt64(count / 2) { closed.remove(epoch) }
            #expect(closed.runs.count == count / 2)
        }
        // For sixteen times as many; all that stand behind each moved would take 256 times as long.
        #expect(growth < 48)
    }

    @Test func `that falls due at once is done in turns, and nothing of it is left`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count = 2 * GapRequests.dueAtOnce + 500
        for first in stride(from: 0, to: count, by: 500) {
            var body: [UInt8] = []
            for number in first..<min(first + 500, count) { body += HandmadePeer.origin("n\(number)") + [1] }
            try bravo.say(4, body, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(try bravo.wanted(by: &mesh.nodes[0], at: mesh.now) == 0)
        mesh.now.monotonic += 1_000_000_000

        mesh.nodes[0].handleTimers(at: mesh.now)
        var wanted = try bravo.wanted(by: &mesh.nodes[0], at: mesh.now)
        #expect(wanted == GapRequests.dueAtOnce)
        // The rest is due now, and not late.
        var deadline = mesh.nodes[0].nextDeadline
        #expect(deadline == mesh.now.monotonic)
        var turns = 1
        while deadline <= mesh.now.monotonic, turns < 10 {
            mesh.nodes[0].handleTimers(at: mesh.now)
            wanted += try bravo.wanted(by: &mesh.nodes[0], at: mesh.now)
            deadline = mesh.nodes[0].nextDeadline
            turns += 1
        }
        #expect(turns == 3)
        #expect(wanted == count)
    }

    @Test func `of what was held back is done in turns, in order, and nobody is asked for it meanwhile`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count = UInt64(2 * ReorderBuffers.appliedAtOnce + 500)
        for first in stride(from: 2, through: count, by: 500) {
            let items = (first..<min(first + 500, count + 1)).map { HandmadePeer.post([UInt8($0 % 26) + 97]) }
            try bravo.send(items, of: "zulu", from: first, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))
        #expect(mesh.nodes[0].counters.received == 0)

        let first = [HandmadePeer.post([98])]
        try bravo.send(first, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.received == 1 + ReorderBuffers.appliedAtOnce)
        // What is here already, and waits for its turn, is taken once.
        let next = UInt64(ReorderBuffers.appliedAtOnce) + 2
        let again = [HandmadePeer.post([UInt8(next % 26) + 97])]
        try bravo.send(again, of: "zulu", from: next, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.received == 2 + ReorderBuffers.appliedAtOnce)
        var deadline = mesh.nodes[0].nextDeadline
        #expect(deadline == mesh.now.monotonic)

        mesh.nodes[0].handleTimers(at: mesh.now)
        #expect(mesh.nodes[0].counters.received == 2 + 2 * ReorderBuffers.appliedAtOnce)
        mesh.nodes[0].handleTimers(at: mesh.now)
        #expect(mesh.nodes[0].counters.received == Int(count))
        deadline = mesh.nodes[0].nextDeadline
        #expect(deadline > mesh.now.monotonic)
        #expect(!(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask)))
        let text = (1...count).map { String(UnicodeScalar(UInt8($0 % 26) + 97)) }.joined()
        #expect(mesh.log(of: 0) == text)
    }

    @Test func `of runs that waited for an earlier one is done in turns, however many frames come meanwhile`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let (old, count) = (HandmadePeer.epoch, 500)
        let runs = 1...6 as ClosedRange<UInt64>
        for run in runs {
            let posts = (1..<count).map { _ in HandmadePeer.post([UInt8(run) + 96]) }
            let items = [HandmadePeer.previous(epoch: old, upTo: 1)] + posts
            try bravo.send(items, of: "zulu", epoch: old + run, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].counters.received == 0)
        let before = mesh.nodes[0].counters.work.items
        let first = [HandmadePeer.post([122])]
        for _ in 0..<10 {
            try bravo.send(first, of: "zulu", epoch: old, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        // Two runs are freed, and of the second one two entries are left. The ten are work too.
        #expect(mesh.nodes[0].counters.received == 1 + 499 + 497)
        #expect(mesh.nodes[0].counters.work.items - before == 10 + ReorderBuffers.appliedAtOnce - 2)

        var deadline = mesh.nodes[0].nextDeadline
        var turns = 0
        while deadline <= mesh.now.monotonic, turns < 10 {
            mesh.nodes[0].handleTimers(at: mesh.now)
            deadline = mesh.nodes[0].nextDeadline
            turns += 1
        }
        #expect(turns == 3)
        let text = runs.map { String(repeating: String(UnicodeScalar(UInt8($0) + 96)), count: count - 1) }.joined()
        #expect(mesh.log(of: 0) == "z" + text)
        #expect(mesh.nodes[0].queues.earlyBytes == 0 && mesh.nodes[0].queues.wants == 0)
    }

    @Test func `of a name that is taken is a look at who has it here, however many users there are`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let claims = (0..<200).map { mesh.join("u\($0)", at: 0) }
        let earlier = HandmadePeer.join("u7", time: 1_600_000_000_000_000)
        let entries = [HandmadePeer.links(to: ["alpha"]), earlier]
        try bravo.send(entries, of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)

        let before = mesh.nodes[0].counters.work.changes
        mesh.run(milliseconds: 1100)
        let lost = try #require(claims[7])
        #expect(mesh.nodes[0].counters.work.changes - before == 1)
        #expect(mesh.events[0].contains(.claimLost(lost)))
    }

    @Test func `of a name that a user here has grows with how many hold it, and is paid so`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        mesh.join("ana", at: 0)
        let many = ["ana", "ben"].flatMap { Array(repeating: HandmadePeer.join($0), count: 8) }
        for number in 0..<30 { try bravo.send(many, of: "n\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now) }

        let paid = try ["ana", "ben"].enumerated().map { number, name in
            let before = mesh.nodes[0].counters.work.notes
            let entry = [HandmadePeer.join(name)]
            try bravo.send(entry, of: "zulu\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
            return mesh.nodes[0].counters.work.notes - before
        }
        // Where one more comes it is looked whose the others are; nobody here is compared with who is called ben.
        #expect(paid == [(30 * 8 + 1) / Rooms.comparedPerUser + 1, 1])
    }

    @Test func `of a name that thousands come with at once is to compare those once who hold it`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        mesh.join("ana", at: 0)
        let before = mesh.nodes[0].counters.work.notes
        let many = Array(repeating: HandmadePeer.join("ana"), count: 4000)
        try bravo.send(many, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.notes - before == GossipLimits().holdsOfRun / Rooms.comparedPerUser)
        #expect(mesh.nodes[0].claimCount == 4001)
    }

    @Test func `of a new run of the node is to tell of its users anew`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for number in 0..<50 { mesh.join("u\(number)", at: 0) }
        let before = mesh.nodes[0].counters.work.changes
        try bravo.announce(10_000, of: "alpha", to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].epoch > HandmadePeer.epoch)
        #expect(mesh.nodes[0].counters.work.changes - before == 51, "the run, and each user")
    }

    @Test func `of a link that closes is a look at all runs, and more at those that came over it`() throws {
        var mesh = TestMesh(1)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count = 1600
        for number in 0..<count {
            let post = HandmadePeer.post([97])
            try bravo.send([post], of: "n\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        let stranger = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now)
        let notes = [stranger, charlie.link, bravo.link].map { link in
            let before = mesh.nodes[0].counters.work.notes
            mesh.nodes[0].closeLink(link, reason: .disconnected("gone"), at: mesh.now)
            return mesh.nodes[0].counters.work.notes - before
        }

        let runs = count / GossipNode.runsPerNote
        // Who can be reached is looked at as well.
        let most = runs + count / 50
        #expect(notes[0] == 0)
        #expect((runs...most).contains(notes[1]), "\(notes)")
        #expect((count + runs...count + most).contains(notes[2]), "\(notes)")
    }

    @Test func `of links that close together is one look at who can be reached`() throws {
        var mesh = TestMesh(1)
        let peers = try ["bravo", "charlie", "delta"].map { name in
            let peer = try HandmadePeer(name, of: &mesh.nodes[0], at: mesh.now)
            let links = [HandmadePeer.links(to: ["alpha"])]
            try peer.send(links, of: name, from: 1, to: &mesh.nodes[0], at: mesh.now)
            return peer
        }
        #expect(mesh.nodes[0].nodeReports.count == 4)
        _ = mesh.nodes[0].takeEvents()

        for peer in peers {
            mesh.nodes[0].closeLink(peer.link, reason: .disconnected("gone"), isLast: false, at: mesh.now)
        }
        mesh.nodes[0].settle(at: mesh.now)
        let events = mesh.nodes[0].takeEvents()
        #expect(events.count { $0 == .nodesChanged } == 1)
        #expect(mesh.nodes[0].nodeReports.map(\.name) == ["alpha"])
    }

    @Test func `is counted, for whoever has it paid`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let before = mesh.nodes[0].counters
        let state = [HandmadePeer.join("ana"), HandmadePeer.leave(1), HandmadePeer.links(to: [])]
        let entries = state + [HandmadePeer.post([97])]
        try bravo.send(entries, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        var work = mesh.nodes[0].counters.work
        #expect(work.items - before.work.items == 4)
        #expect(work.changes - before.work.changes == 4, "one run, and three changes of its state")

        // The second is held back, and is work once more when it is taken.
        let early = [HandmadePeer.post([99])]
        try bravo.send(early, of: "zulu", from: 6, to: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([98])], of: "zulu", from: 5, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.items - work.items == 3)

        work = mesh.nodes[0].counters.work
        let heads: [UInt8] = (0..<20).flatMap { HandmadePeer.origin("n\($0)") + [1 as UInt8] }
        try bravo.say(4, heads, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.notes - work.notes == 20)
        #expect(mesh.nodes[0].counters.work.changes - work.changes == 20)
        try bravo.say(4, heads, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.notes - work.notes == 40)
        #expect(mesh.nodes[0].counters.work.changes - work.changes == 20)

        // Frames that say nothing: an agreement, entries, heads.
        for type in [13, 3, 4] as [UInt8] {
            let body = type == 3 ? HandmadePeer.origin("zulu") + [1, 1] : []
            work = mesh.nodes[0].counters.work
            try bravo.say(type, body, to: &mesh.nodes[0], at: mesh.now)
            #expect(mesh.nodes[0].counters.work.notes - work.notes == 1)
            #expect(mesh.nodes[0].counters.work.items == work.items)
        }

        work = mesh.nodes[0].counters.work
        let snapshot = [HandmadePeer.snapshot(at: 9, user: "ben")]
        try bravo.send(snapshot, of: "zulu", from: 10, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.items - work.items == 2, "the state, and who is in it")

        work = mesh.nodes[0].counters.work
        let links = (0..<40).map { "n\($0)" }
        let wide = [HandmadePeer.snapshot(at: 20, links: links), HandmadePeer.links(to: links)]
        try bravo.send(wide, of: "yankee", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.items - work.items == 22, "each four links")

        work = mesh.nodes[0].counters.work
        let closed = HandmadePeer.closedRuns(upTo: 1, and: (2..<102).map { ($0, 1) })
        try bravo.send([closed], of: "zulu", from: 10, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.items - work.items == 100, "each run")
    }
}

extension HandmadePeer {
    /// Of how many runs the frames that a node has for it want something: an answer, or entries from now on.
    fileprivate func wanted(by node: inout GossipNode, at now: Moment) throws -> Int {
        var count = 0
        for (type, body) in try frames(from: &node, at: now) {
            var cursor = ByteCursor()
            switch type {
            case .ask: count += try RunNotes<AskNote>(decoding: body.span, at: &cursor).notes.count
            case .graft: count += try RunNotes<GraftNote>(decoding: body.span, at: &cursor).notes.count
            default: break
            }
        }
        return count
    }
}
