import Testing

@testable import Gossip

/// A node that starts again and again, three that hear of some of its runs, and clients that go from one to another.
private struct Wanderers {
    /// Somebody with a position.
    struct Client {
        var position = Position()

        /// What it got, and what it was told it cannot have.
        var got: Set<String> = []
        var missed: Set<String> = []
    }

    var mesh: TestMesh
    var dice: SeededDice
    var clients = Array(repeating: Client(), count: 3)

    /// Whether clients take over what their nodes make of their positions.
    let shortens: Bool

    /// What was posted, by the text.
    var posts: [String: MessageID] = [:]

    /// The last run of the node that starts again.
    private var epoch: UInt64 = 1_700_000_000_000

    /// What went wrong.
    var faults: [String] = []

    init(seed: UInt64, shortens: Bool) {
        self.shortens = shortens
        var settings = GossipSettings()
        settings.retention.messages = 6
        settings.limits.wholeRuns = 1 + Int(seed % 3)
        mesh = TestMesh(4, settings: settings)
        dice = SeededDice(seed: seed)
    }

    mutating func roll(_ bound: Int) -> Int { Int(dice.roll(UInt64(bound))) }

    mutating func post(at node: Int) {
        let text = String(1000 + posts.count)
        posts[text] = mesh.post(text, at: node).id
    }

    /// Joins two nodes, unless they are joined.
    mutating func connect(_ first: Int, _ second: Int) {
        guard !mesh.wires.contains(where: { $0.isUp && ($0.nodes == (first, second) || $0.nodes == (second, first)) })
        else { return }
        mesh.connect(first, second)
        mesh.settle()
    }

    /// Does anything.
    mutating func step() {
        switch roll(10) {
        case 0, 1, 2:
            epoch = max(epoch + 1, UInt64(mesh.now.wall / 1000))
            mesh.restart(0, epoch: epoch)
            if roll(3) > 0 { connect(0, 1 + roll(3)) }
            for _ in 0..<(1 + roll(2)) where roll(5) > 0 { post(at: 0) }
        case 3: if let wire = mesh.wires.indices.filter({ mesh.wires[$0].isUp }).last { mesh.cut(wire) }
        case 4: connect(roll(4), 1 + roll(3))
        case 5: post(at: roll(4))
        case 6, 7: for _ in 0...roll(3) { visit(client: roll(3), at: 1 + roll(3)) }
        default:
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.enforceRetention()
        }
        mesh.settle()
    }

    /// Has a client come to a node, read what there is, and go.
    ///
    /// - Returns: Whether it was live at the end.
    @discardableResult
    mutating func visit(client: Int, at node: Int) -> Bool {
        let room = mesh.rooms[node]
        var (reading, lost) = mesh.nodes[node].replay(after: clients[client].position, in: room)
        let place = mesh.nodes[node].place(atEndOf: room)
        var text = ""
        var isLive = false
        reading: while true {
            switch mesh.nodes[node].advance(&reading, in: room, upTo: place) {
            case .frames(let range): text += mesh.text(range, at: node)
            case .lost(let count, _): lost += count
            case .live:
                isLive = true
                break reading
            case .wait, .overtaken: break reading
            }
        }
        judge(client, at: node, Self.split(text), lost: lost)
        let silent = isLive ? held(at: node).subtracting(clients[client].got).subtracting(clients[client].missed) : []
        if !silent.isEmpty { faults.append("client \(client) at \(node) was not given \(silent.sorted())") }
        if isLive, shortens, roll(2) == 0 {
            for id in mesh.nodes[node].position(in: room).entries { clients[client].position.advance(to: id) }
            clients[client].position = mesh.nodes[node].shortened(clients[client].position, in: mesh.rooms[node])
        }
        return isLive
    }

    /// Judges what a client got, and what it was told.
    ///
    /// What it got says of earlier runs that they were seen, on every node. So what of those it was not given must be told
    /// as lost, also where the node holds it: whether it was seen before only a node that knows more can tell.
    private mutating func judge(_ client: Int, at node: Int, _ texts: [String], lost: UInt64) {
        let who = "client \(client) at \(node)"
        for text in texts where clients[client].got.contains(text) { faults.append("\(who) got \(text) twice") }
        let before = clients[client].position
        clients[client].got.formUnion(texts)
        for text in texts { if let id = posts[text] { clients[client].position.advance(to: id) } }
        let known = clients[client].got.union(clients[client].missed)
        let held = held(at: node)
        let gone = posts.filter { !held.contains($0.key) && !known.contains($0.key) && isPast($0.value, at: node) }
        let passed = passed(by: texts.compactMap { posts[$0] }, after: before, at: node)
            .filter { held.contains($0.key) && !known.contains($0.key) }
        let lacked = gone.filter { Self.isAbove($0.value, before) }.merging(passed) { id, _ in id }
        if lost < UInt64(lacked.count) {
            faults.append("\(who) was told of \(lost) lost, and lacks \(lacked), having come with \(before)")
        }
        clients[client].missed.formUnion(gone.keys)
        clients[client].missed.formUnion(passed.keys)
    }

    /// The messages of earlier runs that count as seen on every node for who has seen some, with what these say.
    private func passed(by ids: [MessageID], after position: Position, at node: Int) -> [String: MessageID] {
        var said: [UInt64: UInt64] = [:]
        for id in ids {
            guard var run = mesh.nodes[node].number(of: id) else { continue }
            var seen = id.sequence
            while let (earlier, upTo) = mesh.nodes[node].run(before: run, seenUpTo: seen) {
                let epoch = mesh.nodes[node].id(of: earlier, 0).epoch
                guard !position.entries.contains(where: { $0.node == id.node && $0.epoch == epoch }) else { break }
                said[epoch] = max(said[epoch] ?? 0, upTo)
                (run, seen) = (earlier, upTo)
            }
        }
        return posts.filter { $0.value.node == TestMesh.names[0] && $0.value.sequence <= said[$0.value.epoch] ?? 0 }
    }

    private func held(at node: Int) -> Set<String> {
        guard let records = mesh.nodes[node].channels[mesh.rooms[node]]?.records else { return [] }
        return Set(
            (records.start..<records.end).map { records[$0] }.filter(\.isHeld)
                .map { mesh.text($0.offset..<($0.offset + $0.length), at: node) }
        )
    }

    /// Whether a position says that a message was not seen: what it says of a run says nothing of earlier ones of the node.
    private static func isAbove(_ id: MessageID, _ position: Position) -> Bool {
        let entries = position.entries.filter { $0.node == id.node }
        if let seen = entries.first(where: { $0.epoch == id.epoch }) { return seen.sequence < id.sequence }
        return entries.allSatisfy { $0.epoch < id.epoch }
    }

    /// Whether an entry can come to a node no more.
    private func isPast(_ id: MessageID, at node: Int) -> Bool {
        mesh.nodes[node].number(of: id).map { mesh.nodes[node].logs.head(of: $0) >= id.sequence }
            ?? mesh.nodes[node].origins.isOver(id)
    }

    private static func split(_ text: String) -> [String] {
        stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }
    }
}

@Suite("Clients that wander while a node starts again and again", .computing) struct RunPropertyTests {
    // In the last five a run in the middle of several is over, and positions that named it were shortened.
    @Test(arguments: Array(1...60) + [487, 495, 1588, 1716, 1719] as [UInt64], [true, false])
    func `get all once or are told that it is lost, be its run over or not, and wait for nothing in the end`(
        seed: UInt64,
        shortens: Bool
    ) {
        #expect(Self.faults(seed, shortens: shortens) == [])
    }

    /// What goes wrong with a seed, and who waits once all have heard of everything.
    private static func faults(_ seed: UInt64, shortens: Bool) -> [String] {
        var world = Wanderers(seed: seed, shortens: shortens)
        for _ in 0..<80 { world.step() }
        // Some have given links up as silent that nobody cut.
        for wire in world.mesh.wires.indices { world.mesh.cut(wire) }
        for node in 1...3 { world.connect(node % 3 + 1, node) }
        world.mesh.run(milliseconds: 3000)
        for client in world.clients.indices {
            for node in 1...3 where !world.visit(client: client, at: node) {
                world.faults.append("client \(client) waits at \(node)")
            }
        }
        return world.faults
    }
}
