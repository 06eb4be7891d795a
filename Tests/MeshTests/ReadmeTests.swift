import BroadcastMesh
import FoundationEssentials
import MeshClient
import Testing

@testable import Mesh

/// What people copy out of the README must work as it stands there.
@Suite("The README") struct ReadmeTests {
    private static let url = URL(filePath: #filePath).appending(path: "../../../README.md").standardized

    private let lines: [Substring]

    init() throws {
        lines = try String(contentsOf: Self.url, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
    }

    /// The lines between fences, without the fences; each block begins with its language.
    private var blocks: [[Substring]] {
        var blocks: [[Substring]] = []
        var isInside = false
        for line in lines {
            if line.hasPrefix("```") {
                isInside.toggle()
                if isInside { blocks.append([line.dropFirst(3)]) }
            } else if isInside {
                blocks[blocks.count - 1].append(line)
            }
        }
        return blocks
    }

    /// Every command line of the program, as words after `mesh`: in blocks, and in the first column of tables.
    private var commands: [[String]] {
        let typed = blocks.flatMap { $0.dropFirst() }.map { line in
            // What is two spaces behind a command explains it.
            let command = line.hasPrefix("$ ") ? line.dropFirst(2) : line
            return command.firstRange(of: "  ").map { command[..<$0.lowerBound] } ?? command
        }
        let tables = lines.filter { $0.hasPrefix("| `") }.map { $0.split(separator: "`")[1] }
        return (typed + tables).compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let program = words.firstIndex(of: "mesh"), program == 0 || words.starts(with: ["swift", "run"])
            else {
                return nil
            }
            return Array(words[(program + 1)...])
        }
    }

    @Test func `calls the program as that is called`() throws {
        #expect(commands.count > 12)
        for command in commands {
            let subcommand = try #require(Subcommand.all.first { $0.syntax.name == command.first }, "\(command)")
            #expect(throws: Never.self, "\(command)") {
                try Arguments(parsing: command.dropFirst(), as: subcommand.syntax) { _ in nil }
            }
        }
    }

    @Test func `leaves no subcommand out`() {
        #expect(Set(commands.compactMap(\.first)).isSuperset(of: Subcommand.all.map(\.syntax.name)))
    }

    @Test func `shows a mesh.json that is one`() throws {
        let examples = blocks.filter { $0[0] == "json" }.map { $0.dropFirst().joined(separator: "\n") }
        #expect(!examples.isEmpty)
        for example in examples { _ = try MeshConfiguration(parsing: Array(example.utf8)) }
    }

    @Test(.needs("openssl")) func `makes keys of one's own that a node takes from nobody else`() async throws {
        let block = try #require(blocks.first { $0.contains { $0.contains("sha256sum") } })
        let shell = block.dropFirst().joined(separator: "\n") + "\necho $session $sender"
        let words = try await MeshProgram.run(shell: shell, []).standardOutput.first?.split(separator: " ") ?? []
        try #require(words.count == 2)
        try await withMesh(.single) { mesh in
            for (session, event) in [(words[0], "ack"), ("that-of-somebody-else", "error")] {
                let client = try await WebSocketClient.connect(
                    to: await mesh["node-0"].url("ws", "/channels/tea?listen=false&session=\(session)"),
                    subprotocol: "mesh.channel.v1",
                    timeout: 240
                )
                try await client.send(text: #"{"event":"post","data":"no milk","key":"\#(words[1])#01"}"#)
                for try await case .text(let answer) in client.messages {
                    #expect(answer.hasPrefix(#"{"event":"\#(event)","#), "\(answer)")
                    break
                }
            }
        }
    }
}
