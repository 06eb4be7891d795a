import Reactor
import Testing

@testable import Mesh

/// What a person sees who runs `mesh` in a terminal.
@Suite("In a terminal", .needs("script"), .timeLimit(.minutes(10))) struct TerminalTests {
    /// `mesh up` in a terminal of its own.
    private static func up(_ mesh: TestMesh) async throws -> OwnTerminal {
        try await OwnTerminal(["up", "--config", mesh.configuration], isShown: true, in: mesh.folder)
    }

    @Test func `mesh up shows a table once all nodes serve, and then warnings alone`() async throws {
        let file = MeshFile.line(3).withBrowserPorts
        try await withMesh(file, isStarted: false) { mesh in
            let terminal = try await Self.up(mesh)
            defer { terminal.close() }
            try await eventually("the table is there") { !table(of: 3, in: terminal).isEmpty }
            let rows = table(of: 3, in: terminal)
            #expect(rows[0] == ["node", "address", "pid", "dials"])
            for (number, row) in rows.dropFirst().enumerated() {
                #expect(row.count == 4)
                #expect(row[0...1] == ["node-\(number)", "http://\(file.nodes[number].http)/"])
                #expect(row[3] == (number < 2 ? "node-\(number + 1)" : "-"))
            }

            _ = try await MeshProgram.run(shell: "kill -9 $1", [rows[2][2]])
            try await eventually("it says what became of it: \(terminal.screen)") {
                let lines = terminal.screen
                return lines.contains("node-1: was killed by signal 9")
                    && lines.contains {
                        $0.hasPrefix("\u{1B}[36mnode-0:\u{1B}[0m ") && $0.contains("warning link down")
                    }
            }
            #expect(terminal.screen.allSatisfy { !$0.contains(" info ") && !$0.contains("chat on") })

            try await terminal.send("INT")
            #expect(try await terminal.end() == .exited(0))
        }
    }

    @Test func `mesh up shows the table again when the file has one node more`() async throws {
        var file = MeshFile.line(2).withBrowserPorts
        try await withMesh(file, isStarted: false) { mesh in
            let terminal = try await Self.up(mesh)
            defer { terminal.close() }
            try await eventually("the table is there") { !table(of: 2, in: terminal).isEmpty }
            file.nodes.append(.init(name: "late", peers: [.init(name: "node-0")]))
            try file.write(over: mesh.configuration)
            try await terminal.send("HUP")
            try await eventually("there is another one") { table(of: 3, in: terminal).last?.first == "late" }
            try await terminal.send("TERM")
            #expect(try await terminal.end() == .exited(0))
        }
    }

    /// The words of the last table that is shown, its heading first; warnings may stand before it.
    private func table(of nodes: Int, in terminal: OwnTerminal) -> [[String]] {
        let lines = terminal.screen
        guard let heading = lines.lastIndex(where: { $0.hasPrefix("  node ") }), lines.count > heading + nodes else {
            return []
        }
        return lines[heading...(heading + nodes)].map { $0.split(separator: " ").map(String.init) }
    }

    @Test func `mesh status --watch puts each look in the place of the one before, and waits for a node`() async throws
    {
        try await withMesh(MeshFile.single.withBrowserPorts) { mesh in
            let node = mesh["node-0"]
            let words = ["status", "--watch", "--url", await node.url("http", "")]
            let terminal = try await OwnTerminal(words, isShown: true, in: mesh.folder)
            defer { terminal.close() }
            func looks() -> [String] { terminal.screen.filter { $0.hasPrefix("\u{1B}[Hnode-0@") } }
            try await eventually("it looks again and again: \(terminal.screen)") { looks().count > 2 }
            #expect(terminal.screen.allSatisfy { $0.contains("\u{1B}[K") })
            #expect(terminal.screen.contains { $0.hasPrefix("Messages: ") && $0.hasSuffix("\u{1B}[K\u{1B}[J") })

            try await node.crash()
            try await eventually("it says that nobody answers: \(terminal.screen)") {
                terminal.screen.contains { $0.contains("mesh: connect ") }
            }
            let before = looks().count
            try await node.start()
            try await eventually("it sees the node again: \(terminal.screen)") { looks().count > before }
            #expect(Set(looks().map { $0.prefix { $0 != "," } }).count == 2)
            try await terminal.send("INT")
            _ = try await terminal.end()
        }
    }

    @Test func `mesh status --watch moves no cursor where there is none`() async throws {
        try await withMesh(.single) { mesh in
            let program = try await RunningProgram(["status", "--watch", await mesh["node-0"].url("http", "")])
            try await eventually("it looks again and again") {
                program.lines.standardOutput.filter { $0.hasPrefix("node-0@") }.count > 1
            }
            #expect(program.lines.standardOutput.allSatisfy { !$0.contains("\u{1B}") })
            _ = try await program.end(by: .interrupt)
        }
    }

    @Test func `mesh bench shows how far it has come, and takes that away before each figure`() async throws {
        try await withMesh(.single, isStarted: false) { mesh in
            let words = ["bench", "--only", "chat,fan-out-100", "--shrink", "50", "--seconds", "1"]
            let terminal = try await OwnTerminal(words, isShown: true, in: mesh.folder)
            defer { terminal.close() }
            #expect(try await terminal.end() == .exited(0))
            let figures = terminal.screen.dropFirst().filter { !$0.contains("mesh: ") }
            #expect(figures.count == 4)
            for line in figures where line.contains("[") {
                #expect(line.contains("\r[#") || line.contains("\r[."))
                #expect(line.contains("\r\u{1B}[K  "))
            }
            #expect(figures.contains { $0.contains("\r[") })
        }
    }
}
