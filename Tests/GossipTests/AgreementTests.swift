import Bytes
import Testing

@testable import Gossip

@Suite("What should be the same on every node", .computing) struct AgreementTests {
    private static func agreement(
        nodes: [String] = ["alpha", "bravo"],
        messageBytes: Int = 1 << 20,
        seconds: Int = 86_400
    ) -> Agreement {
        var retention = Retention()
        retention.seconds = seconds
        return Agreement(nodes: nodes, messageBytes: messageBytes, retention: retention)
    }

    /// Two nodes that are linked, each with an agreement of its own.
    private static func mesh(_ first: Agreement?, _ second: Agreement?) -> TestMesh {
        var mesh = TestMesh(2)
        for (node, agreement) in [first, second].enumerated() {
            var settings = mesh.nodes[node].settings
            settings.agreement = agreement
            mesh.nodes[node].reconfigure(settings, at: mesh.now)
        }
        mesh.connect(0, 1)
        mesh.settle()
        return mesh
    }

    /// What differs is told when it has lasted this long, at the next probe.
    private static let lasting = 12_000

    private static func news(of node: Int, in mesh: TestMesh) -> [GossipEvent] {
        mesh.events[node].filter { if case .settingsDiffer = $0 { true } else { false } }
    }

    @Test func `is compared matter by matter, and the order of nodes is none`() {
        let own = Self.agreement()
        #expect(own.differences(from: Self.agreement(nodes: ["bravo", "alpha"])) == [])
        #expect(own.differences(from: Self.agreement(nodes: ["alpha"])) == [.nodes])
        #expect(own.differences(from: Self.agreement(messageBytes: 5)) == [.messageBytes])
        #expect(own.differences(from: Self.agreement(nodes: [], seconds: 5)) == [.nodes, .retention])
    }

    @Test func `has the same hashes on every machine and in every version`() {
        var bytes: [UInt8] = []
        Self.agreement().append(to: &bytes)
        var hashes: [UInt8] = []
        for hash in [0xE92B_3487_C7DE_640C, 0xA08C_395B_9D1B_D7D9, 0x86F5_DC36_0BCC_226B] as [UInt64] {
            hashes.append(bigEndian: hash)
        }
        #expect(bytes == hashes)
    }

    @Test func `is told once at both ends where it differs and lasts, and breaks no link`() {
        var mesh = Self.mesh(Self.agreement(), Self.agreement(seconds: 5))
        mesh.run(milliseconds: 9_000)
        #expect(Self.news(of: 0, in: mesh) == [] && Self.news(of: 1, in: mesh) == [])
        #expect(mesh.nodes.map { $0.linkReports.map(\.differences) } == [[[]], [[]]])

        mesh.run(milliseconds: Self.lasting)
        #expect(Self.news(of: 0, in: mesh) == [.settingsDiffer(peer: "bravo", [.retention])])
        #expect(Self.news(of: 1, in: mesh) == [.settingsDiffer(peer: "alpha", [.retention])])
        #expect(mesh.nodes.map { $0.linkReports.map(\.differences) } == [[[.retention]], [[.retention]]])

        // Another link between the two is no news.
        mesh.cut(0)
        mesh.connect(1, 0)
        mesh.settle()
        #expect(Self.news(of: 0, in: mesh).count == 1)
        #expect(mesh.nodes[0].linkReports.map(\.differences) == [[.retention]])
    }

    @Test func `is told to nobody while a change goes from node to node`() {
        var mesh = Self.mesh(Self.agreement(), Self.agreement())
        for node in [0, 1, 1, 0] {
            var settings = mesh.nodes[node].settings
            settings.agreement = settings.agreement == Self.agreement() ? Self.agreement(seconds: 5) : Self.agreement()
            mesh.nodes[node].reconfigure(settings, at: mesh.now)
            mesh.run(milliseconds: 8_000)
            #expect(mesh.nodes.allSatisfy { $0.linkReports.map(\.differences) == [[]] })
        }
        #expect(Self.news(of: 0, in: mesh) == [] && Self.news(of: 1, in: mesh) == [])
    }

    @Test func `has a time of its own for each thing`() {
        var disagreement = Disagreement()
        let second = Int64.milliseconds(1000)
        let notes: [(Int64, [Agreement.Matter], Bool)] = [
            (0, [.retention], false), (9, [.nodes, .retention], false), (10, [.nodes, .retention], true),
            (18, [.nodes, .retention], false), (19, [.nodes, .retention], true), (20, [.nodes, .retention], false),
            (21, [.nodes], true), (22, [.nodes, .retention], false), (23, [], true), (24, [], false),
        ]
        for (time, differences, isNews) in notes {
            #expect(disagreement.note(differences, at: time * second) == isNews, "at \(time) s")
        }
        #expect(disagreement.lasting == [])
    }

    @Test func `is told again when one of them is told something else`() {
        var mesh = Self.mesh(Self.agreement(), Self.agreement(seconds: 5))
        mesh.run(milliseconds: Self.lasting)
        #expect(Self.news(of: 0, in: mesh).count == 1)
        var settings = mesh.nodes[1].settings
        settings.agreement = Self.agreement()
        mesh.nodes[1].reconfigure(settings, at: mesh.now)
        mesh.settle()
        #expect(Self.news(of: 0, in: mesh).last == .settingsDiffer(peer: "bravo", []))
        #expect(Self.news(of: 1, in: mesh).last == .settingsDiffer(peer: "alpha", []))
        #expect(mesh.nodes.allSatisfy { $0.linkReports.map(\.differences) == [[]] })
    }

    @Test func `is told as it is by then where it changed while a link opened`() {
        var mesh = Self.mesh(nil, nil)
        mesh.cut(0)
        for (node, seconds) in [(0, 7), (1, 5)] {
            var settings = mesh.nodes[node].settings
            settings.agreement = Self.agreement(seconds: seconds)
            mesh.nodes[node].reconfigure(settings, at: mesh.now)
        }
        mesh.connect(0, 1)
        var settings = mesh.nodes[1].settings
        settings.agreement = Self.agreement(seconds: 7)
        mesh.nodes[1].reconfigure(settings, at: mesh.now)
        mesh.settle()
        mesh.run(milliseconds: Self.lasting)
        #expect(mesh.nodes.map { $0.linkReports.map(\.differences) } == [[[]], [[]]])
        #expect(Self.news(of: 1, in: mesh) == [])
    }

    @Test func `is nobody's where one of them does not say`() throws {
        var mesh = Self.mesh(Self.agreement(), nil)
        mesh.run(milliseconds: Self.lasting)
        #expect(Self.news(of: 0, in: mesh) == [] && Self.news(of: 1, in: mesh) == [])

        // A node without the capability knows no frame with it, and gets none.
        let peer = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        var settings = mesh.nodes[0].settings
        settings.agreement = Self.agreement(seconds: 9)
        mesh.nodes[0].reconfigure(settings, at: mesh.now)
        #expect(mesh.nodes[0].linkReports.map(\.peer) == ["bravo", "charlie"])
        #expect(try !peer.heard(from: &mesh.nodes[0], at: mesh.now).contains(.agreement))
    }

    @Test func `is refused when it is cut off`() throws {
        var mesh = Self.mesh(Self.agreement(), Self.agreement())
        let frame = DatagramPathTests.frame(13, [1, 2, 3])
        #expect(throws: LinkError.malformedFrame(.agreement)) {
            try mesh.nodes[0].receive(frame.span, on: mesh.wires[0].links.0, at: mesh.now)
        }
    }
}
