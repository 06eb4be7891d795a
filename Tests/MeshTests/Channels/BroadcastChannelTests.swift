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
        const postRaw = (name, body) => fetch(`\(url)/channels/${encodeURIComponent(name)}`,
        	{ method: 'POST', body, headers: { 'content-type': 'application/json' } });
        \(try part("../Browser/tests.js"))
        \(try part("channel.tests.js"))
        """
    }

    /// Has a node's module in a file, as programs do that import nothing from elsewhere.
    private static func fetchModule(from node: NodeProcess, to folder: URL) async throws -> URL {
        let answer = try await HTTPClient().get(await node.url("http", "/broadcast-channel.js"))
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

    @Test(.needsScripts)
    func `brings each number once, in order, while each node is killed in its turn`() async throws {
        try await withMesh(MeshFile.ring(4).withBrowserPorts) { mesh in
            let module = try await Self.fetchModule(from: mesh["node-0"], to: mesh.folder)
            let script = mesh.folder.appending(path: "count.mjs")
            try Data(contentsOf: Self.folder.appending(path: "count.js")).write(to: script)
            let numbers = 500
            // And one in Swift.
            let count = mesh.nodes.count + 1
            var programs: [ScriptProcess] = []
            for (index, node) in mesh.nodes.enumerated() {
                let runtime = ScriptRuntime.here[index % ScriptRuntime.here.count]
                let url = await node.url("http", "")
                let arguments = [module.path(), url, "program-\(index)", "\(count)", "\(numbers)"]
                programs.append(try await runtime.start(script, arguments))
            }
            defer { for program in programs { program.kill() } }
            let counter = try SwiftCounter(
                "swift",
                at: await mesh["node-1"].url("http", ""),
                programs: count,
                numbers: numbers
            )
            async let counted = counter.run()
            try await eventually("all have heard of each other") {
                counter.begins && programs.allSatisfy { $0.lines.standardOutput.contains("begins") }
            }
            for node in mesh.nodes {
                try await node.crash()
                try await node.start()
                try await mesh.waitUntilWhole()
            }
            var reports: [CountReport] = []
            for program in programs {
                let line = try await program.lastLine(within: 180)
                reports.append(try JSONDecoder().decode(CountReport.self, from: Data(line.utf8)))
            }
            counter.finish()
            reports.append(try await counted)
            for report in reports {
                #expect(report.others.count == count - 1)
                let whole = CountReport.Other(last: numbers, wrong: [])
                #expect(report.others.values.allSatisfy { $0 == whole }, "\(report)")
                #expect(report.gaps == 0 && report.waiting == 0)
            }
        }
    }
}

/// What a program that counts has heard.
struct CountReport: Decodable, Sendable {
    struct Other: Decodable, Equatable, Sendable {
        /// The last number.
        var last: Int

        /// Where another came than the next, with what came before, and the IDs of both.
        var wrong: [String]
    }

    var others: [String: Other]
    var gaps: Int
    var waiting: Int
}
