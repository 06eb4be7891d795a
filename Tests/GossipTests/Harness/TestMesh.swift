import Bytes
import Gossip

/// A few nodes joined by perfect wires, in virtual time: what one sends, the other has at once.
struct TestMesh {
    /// Two ends of one wire.
    struct Wire {
        var nodes: (Int, Int)
        var links: (Int, Int)
        var isUp = true
    }

    static let names = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]

    var nodes: [GossipNode]
    var wires: [Wire] = []
    var now = Moment(monotonic: 93_784_000_000_000, wall: 1_700_000_000_000_000)
    var rooms: [Int] = []

    /// How far the wall clocks of nodes are off, in microseconds, by node.
    var wallOffsets: [Int: Int64] = [:]
    var events: [[GossipEvent]]

    /// Starts nodes, each with the chat channel "chat" open, and no wires.
    init(_ count: Int, settings: GossipSettings = GossipSettings(), acquaintanceTime: Int64 = 0) {
        var settings = settings
        settings.neighbours = Self.names
        // Most tests join only some of them.
        settings.acquaintanceTime = acquaintanceTime
        nodes = (0..<count).map {
            GossipNode(name: Self.names[$0], epoch: 1_700_000_000_000, bootNonce: UInt64($0) + 1, settings: settings)
        }
        events = Array(repeating: [], count: count)
        rooms = nodes.indices.map { nodes[$0].openChannel(.chat, named: Array("chat".utf8)) }
    }

    /// Replaces a node by a new process that knows nothing.
    mutating func restart(_ node: Int, epoch: UInt64) {
        for index in wires.indices where wires[index].nodes.0 == node || wires[index].nodes.1 == node { cut(index) }
        nodes[node] = GossipNode(
            name: nodes[node].name,
            epoch: epoch,
            bootNonce: epoch &* 31 &+ UInt64(node),
            settings: nodes[node].settings
        )
        rooms[node] = nodes[node].openChannel(.chat, named: Array("chat".utf8))
    }

    /// Joins two nodes, and returns the number of the wire.
    @discardableResult
    mutating func connect(_ first: Int, _ second: Int) -> Int {
        let dialer = nodes[first].openLink(expecting: nodes[second].name, over: .tcp, at: now)
        let listener = nodes[second].openLink(expecting: nil, over: .tcp, at: now)
        wires.append(Wire(nodes: (first, second), links: (dialer, listener)))
        return wires.count - 1
    }

    /// Breaks a wire; both ends notice at once.
    mutating func cut(_ wire: Int) {
        guard wires[wire].isUp else { return }
        wires[wire].isUp = false
        let (nodes, links) = (wires[wire].nodes, wires[wire].links)
        self.nodes[nodes.0].closeLink(links.0, reason: .disconnected("cut"), at: now)
        self.nodes[nodes.1].closeLink(links.1, reason: .disconnected("cut"), at: now)
    }

    /// Carries everything that there is to carry, until nobody has anything to say.
    mutating func settle() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for wire in wires.indices where wires[wire].isUp {
                let (nodes, links) = (wires[wire].nodes, wires[wire].links)
                if carry(from: nodes.0, links.0, to: nodes.1, links.1, wire) { isQuiet = false }
                if wires[wire].isUp, carry(from: nodes.1, links.1, to: nodes.0, links.0, wire) { isQuiet = false }
            }
        }
        for node in nodes.indices { events[node] += nodes[node].takeEvents() }
    }

    /// Lets time pass in small steps, timers and all.
    mutating func run(milliseconds: Int) {
        for _ in 0..<(milliseconds / 10) {
            now.monotonic += 10_000_000
            now.wall += 10_000
            for node in nodes.indices where nodes[node].nextDeadline <= now.monotonic {
                nodes[node].handleTimers(at: moment(of: node))
            }
            settle()
        }
    }

    /// Posts a text in the chat channel of a node.
    @discardableResult
    mutating func post(_ text: String, at node: Int) -> Stamp {
        let bytes = Array(text.utf8)
        now.wall += 1
        return nodes[node].post(in: rooms[node], at: moment(of: node)) { _ in bytes }
    }

    /// What a node's clocks show.
    func moment(of node: Int) -> Moment {
        Moment(monotonic: now.monotonic, wall: now.wall + (wallOffsets[node] ?? 0))
    }

    /// Posts a text with a key in the chat channel of a node.
    @discardableResult
    mutating func post(_ text: String, key: String, at node: Int) -> PostResult {
        let bytes = Array(text.utf8)
        now.wall += 1
        return nodes[node].post(in: rooms[node], key: MessageKey(key, by: "ana"), at: now) { _ in bytes }
    }

    /// Lets a user come to the chat channel of a node.
    @discardableResult
    mutating func join(
        _ name: String,
        at node: Int,
        session: UInt128 = 0,
        orEarlier earlier: [UInt128] = []
    ) -> Claim? {
        nodes[node].join(name, in: rooms[node], session: session, orEarlier: earlier, at: now)
    }

    /// The users that a node shows in the chat channel.
    func usernames(at node: Int) -> [String] {
        nodes[node].users(in: rooms[node]).map(\.name)
    }

    /// Everything that the chat channel of a node holds, in the order of arrival.
    func log(of node: Int) -> String {
        guard let channel = nodes[node].channels[rooms[node]] else { return "" }
        var text = ""
        var reader = channel.frames.start
        while case let held = channel.frames.firstHeld(from: reader), held < channel.frames.end {
            reader = held
            if let silent = channel.silentRange(from: reader), silent.contains(reader) {
                reader = silent.upperBound
                continue
            }
            reader += channel.frames.withBytes(
                from: reader,
                to: channel.silentRange(from: reader)?.lowerBound ?? channel.frames.end
            ) { bytes in
                for index in bytes.indices { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
                return bytes.count
            }
        }
        return text
    }

    /// A hash of what the chat channel of each node holds.
    var transcripts: [UInt64?] { nodes.indices.map { nodes[$0].channels[rooms[$0]]?.transcript } }

    private mutating func carry(from sender: Int, _ output: Int, to receiver: Int, _ input: Int, _ wire: Int) -> Bool {
        guard nodes[sender].hasOutput(output, at: now) else { return false }
        var bytes: [UInt8] = []
        nodes[sender].produce(for: output, into: &bytes, limit: 64 << 10, at: moment(of: sender))
        do {
            try nodes[receiver].receive(bytes.span, on: input, at: moment(of: receiver))
        } catch {
            cut(wire)
        }
        return true
    }
}
