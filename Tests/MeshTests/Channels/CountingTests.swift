import FoundationEssentials
import MeshClient
import Testing

/// Programs of every kind that speak the class, each at a node of its own, while everything happens to these.
@Suite("Programs that count at each other", .serialized, .timeLimit(.minutes(10))) struct CountingTests {
    private static let numbers = 1500
    private static let programs = 5

    @Test(.needsScripts)
    func `hear each number of the others once, in order, through crashes, a partition and its heal`() async throws {
        try await withMesh(MeshFile.ring(Self.programs).withBrowserPorts, arguments: ["--demo"]) { mesh in
            try await mesh.waitUntilWhole()
            guard Browser.program != nil else { return try await Self.count(in: mesh, with: nil) }
            try await Browser.run { try await Self.count(in: mesh, with: $0) }
        }
    }

    private static func count(in mesh: TestMesh, with browser: Browser?) async throws {
        let swift = try SwiftCounter(
            "swift",
            at: await mesh["node-4"].url("http", ""),
            programs: programs,
            numbers: numbers
        )
        async let counted = swift.run()
        let counters = try await begin(in: mesh, with: browser)
        defer { for counter in counters { counter.kill() } }
        try await eventually("all have heard of each other") {
            guard swift.begins else { return false }
            for counter in counters { guard try await counter.begins else { return false } }
            return true
        }

        for node in mesh.nodes {
            try await node.crash()
            try await node.start()
            try await mesh.waitUntilWhole()
        }
        let sides = [["node-0", "node-1"], ["node-2", "node-3", "node-4"]]
        try await set("down", in: mesh)
        try await eventually("the mesh is in two parts", seconds: promised) {
            for node in mesh.nodes {
                let seen = try await mesh.status(of: node).nodes.map(\.name)
                guard sides.contains(seen.sorted()) else { return false }
            }
            return true
        }
        let before = swift.said
        try await eventually("they go on while it is cut", seconds: promised) {
            swift.said >= min(numbers, before + 100)
        }
        try await set("up", in: mesh)
        try await mesh.waitUntilWhole()

        var reports: [CountReport] = []
        for counter in counters { reports.append(try await counter.report()) }
        swift.finish()
        reports.append(try await counted)
        #expect(reports.count == programs)
        for report in reports {
            #expect(report.others.count == programs - 1)
            let whole = CountReport.Other(last: numbers, wrong: [])
            #expect(report.others.values.allSatisfy { $0 == whole }, "\(report)")
            #expect(report.gaps == 0 && report.waiting == 0)
        }
    }

    /// Starts the programs in JavaScript: a page where there is a browser, two in Deno and one in Node where both are.
    private static func begin(in mesh: TestMesh, with browser: Browser?) async throws -> [ScriptCounter] {
        let module = try await BroadcastChannelTests.fetchModule(from: mesh["node-0"], to: mesh.folder)
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "count.js")
        let script = mesh.folder.appending(path: "count.mjs")
        try Data(contentsOf: source).write(to: script)
        let runtimes = Array(ScriptRuntime.here.reversed())
        var counters: [ScriptCounter] = []
        for index in 0..<(browser == nil ? 4 : 3) {
            let url = await mesh.nodes[index].url("http", "")
            let runtime = runtimes[(index / 2) % runtimes.count]
            let arguments = ["program-\(index)", "\(programs)", "\(numbers)"]
            counters.append(.script(try await runtime.start(script, [module.path(), url] + arguments)))
        }
        if let browser {
            let url = await mesh["node-3"].url("http", "")
            // A document of the node without a policy: the chat page admits no script but its own.
            let page = try await browser.open("\(url)/health")
            let arguments = "['\(url)/broadcast-channel.js', '\(url)', 'page', \(programs), \(numbers)]"
            try await page.evaluate(
                """
                Object.assign(globalThis, { countArguments: \(arguments), countLines: [] });
                (async () => {
                \(String(decoding: try Data(contentsOf: source), as: UTF8.self))
                })().catch(error => countLines.push(`${error}`, `${error}`));
                0
                """
            )
            counters.append(.page(page))
        }
        return counters
    }

    /// Cuts the mesh in two, or mends it.
    private static func set(_ state: String, in mesh: TestMesh) async throws {
        for (node, peer) in [("node-1", "node-2"), ("node-4", "node-0")] {
            let url = await mesh[node].url("http", "/demo/links/\(peer)?state=\(state)")
            let answer = try await HTTPClient(timeout: 240).post(url, body: [], contentType: "text/plain")
            #expect(answer.status == 200)
        }
    }
}

/// A program in JavaScript that counts.
private enum ScriptCounter: Sendable {
    case script(ScriptProcess)
    case page(BrowserPage)

    /// Whether it has heard of all others.
    var begins: Bool {
        get async throws {
            switch self {
            case .script(let process): process.lines.standardOutput.contains("begins")
            case .page(let page): try await page.holds("countLines.length > 0")
            }
        }
    }

    /// What it heard, once it has ended.
    func report() async throws -> CountReport {
        let line: String
        switch self {
        case .script(let process): line = try await process.lastLine(within: 240)
        case .page(let page):
            try await page.waitUntil("countLines.length > 1", seconds: 240)
            line = try await page.evaluate("countLines.at(-1)").text ?? ""
        }
        return try JSONDecoder().decode(CountReport.self, from: Data(line.utf8))
    }

    func kill() {
        if case .script(let process) = self { process.kill() }
    }
}
