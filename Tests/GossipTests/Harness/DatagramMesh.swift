import Bytes
import Gossip

/// Nodes joined by datagrams that get lost, doubled and reordered, in virtual time: a line, each dialing the next.
struct DatagramMesh {
    /// One end of a link.
    struct End {
        var node: Int
        var link: Int
        var path: DatagramPath
    }

    var mesh: TestMesh
    var ends: [[End]] = []
    var wires: [LossyWire] = []

    init(_ count: Int, lossPercent: UInt64, doublePercent: UInt64, seed: UInt64, settings: GossipSettings = .init()) {
        mesh = TestMesh(count, settings: settings)
        for node in 0..<(count - 1) {
            let link = mesh.nodes[node].openLink(expecting: TestMesh.names[node + 1], over: .udp, at: mesh.now)
            var greeting: [UInt8] = []
            mesh.nodes[node].produce(for: link, into: &greeting, limit: 0, at: mesh.now)
            let identity = UInt64(node) + 1
            let paths = PathPair.make(identity: identity, frameLimit: 8 << 20, greeting: greeting, at: mesh.now)
            let other = mesh.nodes[node + 1].openLink(expecting: nil, over: .udp, at: mesh.now)
            ends.append([
                End(node: node, link: link, path: paths[0]), End(node: node + 1, link: other, path: paths[1]),
            ])
            wires.append(LossyWire(lossPercent: lossPercent, doublePercent: doublePercent, seed: seed &+ UInt64(node)))
        }
    }

    /// Lets time pass, a millisecond a step, until `isDone` or the time is over.
    ///
    /// - Returns: How many milliseconds passed.
    @discardableResult
    mutating func run(milliseconds: Int, until isDone: (DatagramMesh) -> Bool = { _ in false }) -> Int {
        for step in 0..<milliseconds {
            if isDone(self) { return step }
            mesh.now.monotonic += 1_000_000
            mesh.now.wall += 1000
            for node in mesh.nodes.indices where mesh.nodes[node].nextDeadline <= mesh.now.monotonic {
                mesh.nodes[node].handleTimers(at: mesh.now)
            }
            for wire in wires.indices { carry(wire) }
        }
        return milliseconds
    }

    private mutating func carry(_ wire: Int) {
        for (end, bytes) in wires[wire].arrivals(at: mesh.now.monotonic) {
            var frames: [UInt8] = []
            // A link that ends shows as messages that never arrive.
            let isAccepted = try? ends[wire][end].path.receive(bytes.span, into: &frames, at: mesh.now)
            guard isAccepted == true else { continue }
            let unfinished = ends[wire][end].path.unfinished
            mesh.nodes[ends[wire][end].node].hear(ends[wire][end].link, unfinished: unfinished, at: mesh.now)
            try? mesh.nodes[ends[wire][end].node].receive(frames.span, on: ends[wire][end].link, at: mesh.now)
        }
        for end in 0..<2 { send(wire, end) }
    }

    private mutating func send(_ wire: Int, _ end: Int) {
        let (node, link) = (ends[wire][end].node, ends[wire][end].link)
        ends[wire][end].path.handleTimeout(at: mesh.now)
        var datagram: [UInt8] = []
        while true {
            while let room = ends[wire][end].path.room, mesh.nodes[node].hasOutput(link, at: mesh.now) {
                var frames: [UInt8] = []
                mesh.nodes[node].produce(for: link, into: &frames, limit: room, at: mesh.now)
                guard !frames.isEmpty else { break }
                ends[wire][end].path.append(frames.span)
            }
            guard ends[wire][end].path.produce(into: &datagram, at: mesh.now) else { return }
            wires[wire].send(datagram, to: 1 - end, at: mesh.now.monotonic)
        }
    }
}
