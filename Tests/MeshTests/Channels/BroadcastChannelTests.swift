import FoundationEssentials
import MeshClient
import Testing

@testable import ChatPage

@Suite("BroadcastChannel for JavaScript", .serialized, .timeLimit(.minutes(10))) struct BroadcastChannelTests {
    private struct Result: Decodable {
        var name: String
        var error: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// A file of tests in JavaScript, as part of a script.
    private static func part(_ path: String) throws -> String {
        ScriptModule(try String(contentsOf: folder.appending(path: path), encoding: .utf8)).body
    }

    /// A script that tries every clause at a node.
    private static func clauses(at url: String) throws -> String {
        """
        const BroadcastChannel = (await import(module)).BroadcastChannel.at('\(url)');
        const postRaw = (name, body, headers) => fetch(`\(url)/channels/${encodeURIComponent(name)}`,
        	{ method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
        \(try part("../Browser/tests.js"))
        \(try part("channel.tests.js"))
        """
    }

    @Test func `has a test for each clause of the standard that the documentation lists, and lists each test`() throws {
        let article = Self.folder.appending(
            path: "../../../Sources/BroadcastMesh/BroadcastMesh.docc/Standard.md"
        ).standardized
        let rows = try String(contentsOf: article, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| ") }
        let listed = rows.compactMap { row in
            row.split(separator: "|").last { $0 != " " }.map { String($0.dropFirst().dropLast()) }
        }
        let tests = try Self.part("channel.tests.js").matches(of: /\nasync '([^']*)'\(\)/).map { String($0.1) }
        #expect(tests.count > 16)
        #expect(Set(listed).subtracting(["test", "---"]) == Set(tests))
    }

    /// Has a node's module in a file, as programs do that import nothing from elsewhere.
    static func fetchModule(from node: NodeProcess, to folder: URL) async throws -> URL {
        let answer = try await HTTPClient(timeout: 240).get(await node.url("http", "/broadcast-channel.js"))
        #expect(answer.status == 200 && answer.field("content-type") == "text/javascript; charset=utf-8")
        let file = folder.appending(path: "broadcast-channel.mjs")
        try Data(answer.body).write(to: file)
        return file
    }

    @Test(.needsScripts, arguments: ScriptRuntime.here)
    func `keeps the clauses of the standard`(runtime: ScriptRuntime) async throws {
        try await withMesh(.single) { mesh in
            let module = try await Self.fetchModule(from: mesh["node-0"], to: mesh.folder)
            let script = mesh.folder.appending(path: "clauses.mjs")
            let lines = [
                "const module = '\(module.path())';", try Self.clauses(at: await mesh["node-0"].url("http", "")),
                "console.log(JSON.stringify(await runSlowly(tests)))",
            ]
            try Data(lines.joined(separator: "\n").utf8).write(to: script)
            let line = try await runtime.start(script).lastLine(within: 120)
            let results = try JSONDecoder().decode([Result].self, from: Data(line.utf8))
            #expect(results.count >= 16)
            for result in results { #expect(result.error == "", "\(result.name)") }
        }
    }

    @Test(.enabled(if: Browser.program != nil, "\(Browser.skipReason)"))
    func `keeps the clauses of the standard in a browser`() async throws {
        try await withMesh(.single) { mesh in
            let url = await mesh["node-0"].url("http", "")
            try await Browser.run { browser in
                // A document of the node without a policy: the chat page admits no script but its own.
                let page = try await browser.open("\(url)/health")
                let script = """
                    (async () => {
                    const module = '\(url)/broadcast-channel.js';
                    \(try Self.clauses(at: url))
                    return runSlowly(tests);
                    })()
                    """
                let results = try await page.evaluate(script).elements
                #expect(results.count >= 16)
                for result in results { #expect(result["error"] == "", "\(result["name"].text ?? "")") }
            }
        }
    }
}
