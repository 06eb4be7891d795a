import Bytes
import Gossip
import MeshSimulator

/// A node with good neighbours, and a bad one: what happens to the node, and through it to the others.
struct Neighbourhood {
    /// A link between two good nodes, by their numbers and its numbers at them.
    private struct Wire {
        var nodes: (Int, Int)
        var links: (Int, Int)
    }

    /// Who is there; the first is the one that the bad peer speaks to, and the last comes late.
    static let names = ["alpha", "charlie", "delta", "echo"]

    /// The bad one.
    static let stranger = "bravo"

    /// The first run of every node: it began a thousand seconds ago.
    static let epoch: UInt64 = 1_699_999_000_000_000

    /// How often things are carried to and fro before somebody who still has something to say is taken for mad.
    static let roundLimit = 400

    var nodes: [GossipNode]
    var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
    private var wires: [Wire] = []

    /// The numbers of the chat and of the relay, by node.
    private(set) var chats: [Int] = []
    private(set) var relays: [Int] = []

    /// What one of the links between good nodes ended of.
    private(set) var brokenLink: LinkError?

    /// Starts the nodes, joins those that are there from the start, and lets something happen.
    init(_ dice: inout Dice) {
        var settings = GossipSettings()
        settings.neighbours = Self.names + [Self.stranger]
        settings.frameBytes = 1 << 20
        if dice.below(2) == 0 { settings.frameRule = .webSocket }
        if dice.below(4) == 0 { settings.retention.messages = 1 + dice.below(10) }
        if dice.below(2) == 0 { settings.limits.draw(&dice, nodes: 32) }
        nodes = Self.names.indices.map {
            GossipNode(name: Self.names[$0], epoch: Self.epoch, bootNonce: UInt64($0) + 100, settings: settings)
        }
        for node in nodes.indices {
            chats.append(nodes[node].openChannel(.chat, named: Array("chat".utf8)))
            relays.append(nodes[node].openChannel(.relay, named: []))
            nodes[node].finishStart()
        }
        nodes[0].startJournal()
        connect(0, 1)
        connect(0, 2)
        settle()
        for node in 0..<3 {
            for _ in 0..<dice.below(6) { post(at: node) }
            _ = nodes[node].join("user of \(Self.names[node])", in: chats[node], at: now)
        }
        settle()
    }

    /// Posts a message on the relay.
    @discardableResult
    mutating func post(at node: Int) -> MessageID {
        let frame: [UInt8] = [0x81, 0x05] + Array("hello".utf8)
        now.wall += 1
        return nodes[node].post(frame.span, Span(), in: relays[node], at: now).id
    }

    /// Joins two good nodes.
    mutating func connect(_ first: Int, _ second: Int) {
        let dialer = nodes[first].openLink(expecting: Self.names[second], over: .tcp, at: now)
        let listener = nodes[second].openLink(expecting: nil, over: .tcp, at: now)
        wires.append(Wire(nodes: (first, second), links: (dialer, listener)))
    }

    /// Lets time pass in steps, so that timers run and everything is carried.
    mutating func run(milliseconds: Int) {
        for _ in 0..<(milliseconds / 50) {
            now.monotonic += 50_000_000
            now.wall += 50_000
            for node in nodes.indices where nodes[node].nextDeadline <= now.monotonic {
                nodes[node].handleTimers(at: now)
            }
            settle()
        }
    }

    /// Carries what good nodes have to say to each other, and ends their turns.
    mutating func settle() {
        var isQuiet = false
        var rounds = 0
        while !isQuiet, rounds < Self.roundLimit, brokenLink == nil {
            isQuiet = true
            rounds += 1
            for wire in wires {
                if carry(wire.nodes.0, wire.links.0, wire.nodes.1, wire.links.1) { isQuiet = false }
                if carry(wire.nodes.1, wire.links.1, wire.nodes.0, wire.links.0) { isQuiet = false }
            }
        }
        for node in nodes.indices {
            for event in nodes[node].takeEvents() {
                guard case .dropLink(let link, let reason) = event else { continue }
                let isGood = wires.contains {
                    ($0.nodes.0 == node && $0.links.0 == link) || ($0.nodes.1 == node && $0.links.1 == link)
                }
                if isGood { brokenLink = reason }
            }
            nodes[node].enforceRetention(at: now)
        }
    }

    private mutating func carry(_ sender: Int, _ output: Int, _ receiver: Int, _ input: Int) -> Bool {
        guard nodes[sender].hasOutput(output, at: now) else { return false }
        var bytes: [UInt8] = []
        nodes[sender].produce(for: output, into: &bytes, limit: 64 << 10, at: now)
        do throws(LinkError) {
            try nodes[receiver].receive(bytes.span, on: input, at: now)
        } catch {
            brokenLink = error
        }
        return true
    }
}
