import MeshSimulator
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A node that is driven by hand", .computing) struct SteppedNodeTests {
    /// A node alone, and the virtual time in which it has its turns.
    private struct Stage: ~Copyable {
        private let world = ManualWorld()
        private let internet = SimulatedInternet(hosts: 1, seed: 1)
        private let network: SimulatedNetwork
        private var events: [ReadyEvent] = []
        let paper = LogTests.Paper()
        var node: SteppedNode

        init(retaining count: Int = 100, dialing peer: String? = nil) throws {
            network = internet.startProcess(on: 0)
            internet.run(until: world.monotonic())
            let bravo = peer.map { #", { "name": "bravo", "http": "127.0.0.2:80", "gossip": "\#($0)" }"# } ?? ""
            let json = #"""
                { "retention": { "messages": \#(count) }, "nodes": [
                  { "name": "alpha", "http": "\#(SimulatedInternet.address(of: 0, port: 80))",
                    "gossip": "\#(SimulatedInternet.address(of: 0, port: 7))",
                    "peers": [\#(peer == nil ? "" : "\"bravo\"")] }
                  \#(bravo)
                ] }
                """#
            var node = try SteppedNode(
                "alpha",
                of: MeshConfiguration(parsing: Array(json.utf8)),
                storage: nil,
                log: Log(node: "alpha", to: paper.write),
                in: world,
                on: network
            )
            try node.start()
            self.node = node
            run()
        }

        /// Gives it turns, and does what it asks for.
        mutating func run(for milliseconds: Int64 = 20) {
            for _ in 0..<milliseconds {
                network.takeReady(into: &events)
                _ = node.turn(events)
                for errand in node.takeErrands() { node.finish(errand) }
                world.pass(1_000_000)
                internet.run(until: world.monotonic())
            }
        }

        /// What a program hears, in words.
        mutating func hear(_ ear: inout SteppedNode.Ear) -> [String] {
            node.hear(&ear).map { sound in
                switch sound {
                case .message(let type, let bytes, let isJSON):
                    "\(isJSON ? "json" : "\(type)") \(String(decoding: bytes, as: UTF8.self))"
                case .lost(let count): "lost \(count)"
                }
            }
        }
    }

    @Test func `lets its program hear each message in the form in which it was posted`() throws {
        var stage = try Stage()
        let serves = stage.node.serves
        #expect(serves)
        var ear = stage.node.listen(to: "tea", after: nil)
        stage.node.post(Array("hello".utf8), as: .text, isJSON: false, in: "tea")
        stage.node.post(Array("[1.50]".utf8), as: .text, isJSON: true, in: "tea")
        stage.node.post(Array("abc".utf8), as: .binary, isJSON: false, in: "tea")
        stage.node.post(Array("other".utf8), as: .text, isJSON: false, in: "coffee")
        stage.run()

        let hasNews = stage.node.hasNews(for: ear)
        #expect(hasNews)
        #expect(stage.hear(&ear) == ["text hello", "json [1.50]", "binary abc"])
        #expect(stage.hear(&ear).isEmpty)
    }

    @Test func `goes on with a program where that was, and counts what it can have no more`() throws {
        var stage = try Stage(retaining: 4)
        var ear = stage.node.listen(to: "tea", after: nil)
        stage.node.post(Array("0".utf8), as: .text, isJSON: false, in: "tea")
        stage.run()
        #expect(stage.hear(&ear) == ["text 0"])
        let position = ear.position
        stage.node.leave(ear)
        for number in 1...10 { stage.node.post(Array("\(number)".utf8), as: .text, isJSON: false, in: "tea") }
        stage.run()

        var again = stage.node.listen(to: "tea", after: position)
        stage.run()
        #expect(stage.hear(&again) == ["lost 6", "text 7", "text 8", "text 9", "text 10"])
    }

    @Test func `takes no post from its program that is longer than a message may be`() throws {
        var stage = try Stage()
        let number = stage.node.post([UInt8](repeating: 0x20, count: 2 << 20), as: .text, isJSON: false, in: "tea")
        stage.node.post(Array("short".utf8), as: .text, isJSON: false, in: "tea")
        stage.run()
        let answers = stage.node.takeAnswers()
        #expect(answers.map(\.number) == [number, number + 1])
        #expect(answers.first?.error as? ChannelError == .tooLarge(byteCount: 2 << 20))
        #expect(answers.map { $0.id == nil } == [true, false])
        #expect(answers.count == 2 && answers[1].error == nil)
    }

    @Test func `says of a peer whose name leads nowhere that it cannot be reached`() throws {
        var stage = try Stage(dialing: "localhost:7")
        stage.run(for: 3000)
        let serves = stage.node.serves
        #expect(serves)
        #expect(stage.paper.lines.contains { $0.contains("warning cannot reach peer peer=bravo") })
    }
}
