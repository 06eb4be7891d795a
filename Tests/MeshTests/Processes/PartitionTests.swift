import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("A partition of the mesh", .timeLimit(.minutes(10))) struct PartitionTests {
    @Test(arguments: [TCPFaultProxy.Mode.cut, .stalled, .onlyToTarget, .onlyToDialler])
    func `leaves both sides serving, and its heal brings each the other's messages once`(
        mode: TCPFaultProxy.Mode
    ) async throws {
        var file = MeshFile.line(4)
        let proxy = try TCPFaultProxy(to: file.gossipPort(of: "node-2"))
        defer { proxy.stop() }
        file.route(from: "node-1", to: "node-2", through: proxy.port)
        try await withMesh(file) { mesh in
            let left = try await Listener(mesh["node-0"], "/channels/tea")
            let right = try await Listener(mesh["node-3"], "/channels/tea")
            try await left.client.send(text: "before")
            try await eventually("both have it") { left.texts == ["before"] && right.texts == ["before"] }

            try await proxy.setMode(mode)
            try await eventually("both sides notice", seconds: promised) {
                let names = try await mesh.status(of: mesh["node-0"]).nodes.map(\.name)
                let others = try await mesh.status(of: mesh["node-3"]).nodes.map(\.name)
                return names == ["node-0", "node-1"] && others == ["node-2", "node-3"]
            }
            for index in 0..<100 {
                try await left.client.send(text: "left \(index)")
                try await right.client.send(text: "right \(index)")
            }
            try await eventually("each side serves itself") { left.texts.count == 101 && right.texts.count == 101 }

            try await proxy.setMode(.forward)
            try await eventually("both sides have everything", seconds: promised) {
                left.texts.count >= 201 && right.texts.count >= 201
            }
            for listener in [left, right] {
                #expect(listener.texts.filter { $0.hasPrefix("left") } == (0..<100).map { "left \($0)" })
                #expect(listener.texts.filter { $0.hasPrefix("right") } == (0..<100).map { "right \($0)" })
                #expect(listener.texts.count == 201)
            }
            try await mesh.waitUntilAgreed(on: "tea", messages: 201)
        }
    }

    @Test func `that a crash in the middle of a line makes is over when that node starts anew`() async throws {
        try await withMesh(.line(3)) { mesh in
            let left = try await Listener(mesh["node-0"], "/channels/tea")
            let right = try await Listener(mesh["node-2"], "/channels/tea")
            try await mesh["node-1"].crash()
            for index in 0..<100 {
                try await left.client.send(text: "left \(index)")
                try await right.client.send(text: "right \(index)")
            }
            try await eventually("each side serves itself") { left.texts.count == 100 && right.texts.count == 100 }

            try await mesh["node-1"].start()
            try await eventually("both sides have everything", seconds: promised) {
                left.texts.count >= 200 && right.texts.count >= 200
            }
            for listener in [left, right] {
                #expect(listener.texts.filter { $0.hasPrefix("left") } == (0..<100).map { "left \($0)" })
                #expect(listener.texts.filter { $0.hasPrefix("right") } == (0..<100).map { "right \($0)" })
            }
            try await mesh.waitUntilAgreed(on: "tea", messages: 200)
        }
    }

    @Test func `of a link over UDP that loses, repeats and reorders brings everything once, in order`() async throws {
        var file = MeshFile.line(2, transport: "udp")
        let faults = UDPFaultProxy.Faults(lost: 20, duplicated: 10, reordered: 10)
        let proxy = try UDPFaultProxy(to: file.gossipPort(of: "node-1"), faults: faults, seed: 3)
        defer { proxy.stop() }
        file.route(from: "node-0", to: "node-1", through: proxy.port)
        try await withMesh(file) { mesh in
            let left = try await Listener(mesh["node-0"], "/channels/tea")
            let right = try await Listener(mesh["node-1"], "/channels/tea")

            for index in 0..<300 { try await left.client.send(text: "\(index)") }
            try await eventually("the far side has everything") { right.texts.count >= 300 }
            #expect(right.texts == (0..<300).map { "\($0)" })

            let counted = try await counters(of: mesh["node-0"])
            await proxy.setFaults(UDPFaultProxy.Faults(isCut: true))
            try await eventually("the cut is noticed", seconds: promised) {
                try await mesh.status(of: mesh["node-0"]).links.map(\.state) == ["down"]
            }
            // Counters that fall would look like a restart (Prometheus, "Metric types").
            #expect(counted["mesh_link_sent_messages_total"] ?? 0 >= 300)
            let countedSince = try await counters(of: mesh["node-0"])
            // At the latest what asked whether the other side is there was sent again.
            #expect(countedSince["mesh_link_retransmissions_total"] ?? 0 > 0)
            for (name, value) in counted { #expect(countedSince[name] ?? 0 >= value, "\(name)") }
            for index in 0..<50 {
                try await left.client.send(text: "left \(index)")
                try await right.client.send(text: "right \(index)")
            }
            await proxy.setFaults(faults)
            try await eventually("the heal brings it, with losses as before", seconds: promised) {
                left.texts.count >= 400 && right.texts.count >= 400
            }
            for listener in [left, right] {
                #expect(listener.texts.filter { $0.hasPrefix("left") } == (0..<50).map { "left \($0)" })
                #expect(listener.texts.filter { $0.hasPrefix("right") } == (0..<50).map { "right \($0)" })
            }
            try await mesh.waitUntilAgreed(on: "tea", messages: 400)
        }
    }

    /// What a node has counted on its one link, by the names of the metrics.
    private func counters(of node: NodeProcess) async throws -> [String: Int] {
        let lines = try await HTTPClient(timeout: 240).get(await node.url("http", "/metrics")).text.split(
            separator: "\n"
        )
        let samples = lines.filter { $0.hasPrefix("mesh_link_") && $0.contains("_total{") }.map { line in
            (String(line.prefix { $0 != "{" }), line.split(separator: " ").last.flatMap { Int($0) } ?? -1)
        }
        return Dictionary(samples) { first, _ in first }
    }
}
