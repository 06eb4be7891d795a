import BroadcastMesh
import Reactor
import Testing

@testable import Mesh

@Suite("What mesh up does with what happens") struct UpRunTests {
    private static func mesh(_ names: String...) throws -> MeshConfiguration {
        let nodes = names.enumerated().map { number, name in
            #"{"name": "\#(name)", "http": "127.0.0.1:\#(8081 + number)", "gossip": "127.0.0.1:\#(7081 + number)"}"#
        }
        return try MeshConfiguration(parsing: Array(#"{"nodes": [\#(nodes.joined(separator: ", "))]}"#.utf8))
    }

    private static func run(
        _ names: (String, String) = ("alpha", "bravo"),
        isDemonstration: Bool = false,
        showsTable: Bool = false
    ) throws -> UpRun {
        let mesh = try mesh(names.0, names.1)
        return UpRun(mesh, isDemonstration: isDemonstration, showsTable: showsTable, isColoured: false)
    }

    /// What it does with each of these, one after the other.
    private static func handle(_ events: NodeProcesses.Event..., in run: inout UpRun) -> [UpRun.Directive] {
        events.flatMap { run.handle($0) { name in ["alpha": 7, "bravo": 9][name] } }
    }

    private static func ready(_ name: String) -> NodeProcesses.Event {
        .ready(name: name, address: "http://\(name)/", line: "\(name): chat on http://\(name)/")
    }

    @Test func `passes the line of each node on that serves, to a program`() throws {
        var run = try Self.run()
        let lines = Self.handle(Self.ready("alpha"), Self.ready("bravo"), in: &run)
        let words = ["alpha: chat on http://alpha/", "bravo: chat on http://bravo/"]
        #expect(lines == words.map { .print($0, to: .output) })
    }

    @Test func `shows a person one table, once all serve`() throws {
        var run = try Self.run(showsTable: true)
        #expect(Self.handle(Self.ready("alpha"), in: &run) == [])
        let entries = [
            "alpha": ReadyTable.Entry(address: "http://alpha/", process: 7),
            "bravo": ReadyTable.Entry(address: "http://bravo/", process: 9),
        ]
        let table = try ReadyTable(Self.mesh("alpha", "bravo"), entries).lines.joined(separator: "\n")
        #expect(Self.handle(Self.ready("bravo"), in: &run) == [.print(table, to: .output)])
    }

    @Test func `tells where a demonstration is, at its first node that serves`() throws {
        var run = try Self.run(isDemonstration: true)
        let end = Self.handle(.ended(name: "alpha", status: .exited(1)), Self.ready("bravo"), in: &run).last
        #expect(end == .print("mesh: the demonstration is at http://bravo/ ; Ctrl-C ends it", to: .output))
    }

    @Test func `starts a node of a demonstration again that was killed, and in time`() throws {
        var run = try Self.run(isDemonstration: true)
        let end = Self.handle(.ended(name: "alpha", status: .signalled(.kill)), in: &run)
        let alpha = Supervision.Run(name: "alpha", process: 1)
        #expect(end.last == .makeDue(alpha, after: Supervision.restartDelay))
        #expect(Self.handle(.due(alpha), in: &run) == [.start("alpha")])
    }

    @Test func `stops all at the first request, with a limit, and kills them at the second`() throws {
        var run = try Self.run()
        let names = [Supervision.Run(name: "alpha", process: 1), Supervision.Run(name: "bravo", process: 2)]
        let first = Self.handle(.request(.end), in: &run)
        #expect(
            first == [
                .signal(.terminate, to: "alpha"), .signal(.terminate, to: "bravo"),
                .timeOut(names, after: Supervision.patience),
            ]
        )
        let second = Self.handle(.request(.end), in: &run)
        #expect(second.suffix(2) == [.signal(.kill, to: "alpha"), .signal(.kill, to: "bravo")])
        let ends: [UpRun.Directive] = names.flatMap {
            Self.handle(.ended(name: $0.name, status: .exited(0)), in: &run)
        }
        #expect(ends == [.exit(0)])
    }

    @Test func `takes over what the file says by now, and labels the lines of new nodes as those of the others`() throws
    {
        var run = try Self.run(showsTable: true)
        #expect(Self.handle(.request(.readAgain), in: &run) == [.readAgain])
        let directives = Self.handle(.read(.success(try Self.mesh("alpha", "longer-name"))), in: &run)
        #expect(directives.first == .label(NodeLabel(["alpha", "longer-name"], isColoured: false)))
        #expect(directives.contains(.signal(.hangUp, to: "alpha")))
        #expect(directives.contains(.signal(.terminate, to: "bravo")))
        #expect(run.names == ["alpha", "longer-name"])
    }

    @Test func `changes nothing when the file has a mistake, and says so`() throws {
        var run = try Self.run()
        let directives = Self.handle(.read(.failure(.failure("no"))), in: &run)
        let words = "mesh: cannot read the configuration again; nothing changes: mesh: no"
        #expect(directives == [.print(words, to: .error)])
        #expect(run.names == ["alpha", "bravo"])
    }

    @Test func `stops a mesh whose start nobody can be told of`() throws {
        var run = try Self.run()
        let directives = Self.handle(Self.ready("alpha"), .unwritten, in: &run)
        #expect(directives.contains(.signal(.terminate, to: "alpha")))
        #expect(directives.contains(.signal(.terminate, to: "bravo")))
        #expect(Self.handle(.unwritten, in: &run) == [])
    }

    @Test func `lets a mesh go on that cannot tell of a node that came later`() throws {
        var run = try Self.run()
        _ = Self.handle(Self.ready("alpha"), Self.ready("bravo"), in: &run)
        _ = Self.handle(.read(.success(try Self.mesh("alpha", "bravo", "charlie"))), in: &run)
        #expect(Self.handle(.unwritten, in: &run) == [])
    }
}
