import FoundationEssentials
import MeshClient
import Testing

/// The examples in `BroadcastMesh.docc`, as people find them there: two nodes, and a person at each.
@Suite("The examples", .serialized, .timeLimit(.minutes(10))) struct ExampleTests {
    private static let folder = URL(filePath: #filePath)
        .appending(path: "../../../../Sources/BroadcastMesh/BroadcastMesh.docc/Examples").standardized

    @Test(.needsBrowser, arguments: ["deno-chat", "mini-chat", "node-chat"])
    func `of the tutorials' chats show both people what either says`(name: String) async throws {
        try await withPages(name) { pages in
            let input = ["deno-chat": "data", "mini-chat": "line", "node-chat": "text"][name] ?? ""
            if name == "deno-chat" {
                for page in pages { try await page.waitUntil("users.textContent === 'Here are person-0, person-1.'") }
            }
            try await page(pages[0], says: "hello <b>you</b>", in: input)
            for page in pages { try await page.waitUntil("document.querySelectorAll('li').length === 1") }
            try await page(pages[1], says: "and back", in: input)
            for page in pages {
                try await page.waitUntil("document.querySelectorAll('li').length === 2")
                let lines = try await page.evaluate("[...document.querySelectorAll('li')].map(li => li.textContent)")
                let texts = lines.elements.compactMap(\.text)
                #expect(texts.first?.hasSuffix("hello <b>you</b>") == true && texts.last?.hasSuffix("and back") == true)
            }
        }
    }

    @Test(.needsBrowser, .needsScripts) func `of a dashboard show what machines tell`() async throws {
        try await withPages("dashboard") { pages in
            let url = try await pages[0].evaluate("location.origin").text ?? ""
            let module = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString).mjs")
            defer { try? FileManager.default.removeItem(at: module) }
            try Data(try await HTTPClient(timeout: 240).get("\(url)/broadcast-channel.js").body).write(to: module)
            let runtime = try #require(ScriptRuntime.here.last)
            let script = Self.folder.appending(path: "dashboard/machine.js")
            var machines: [ScriptProcess] = []
            defer { for machine in machines { machine.kill() } }
            for name in ["atlas", "vega"] {
                machines.append(try await runtime.start(script, [module.path(), url, name]))
            }
            for page in pages {
                try await page.waitUntil("document.querySelectorAll('.card').length === 2")
                try await page.waitUntil("/^M.*L.*L/.test(document.querySelector('path').getAttribute('d') ?? '')")
                try await page.waitUntil("document.querySelector('.card b').textContent.endsWith(' %')")
            }
        }
    }

    @Test(.needsBrowser) func `of a document come to one text, whoever writes what meanwhile`() async throws {
        try await withPages("document") { pages in
            let write = "text.value = %; text.dispatchEvent(new Event('input'))"
            try await pages[0].evaluate(write.replacing("%", with: "'one three'"))
            try await pages[1].waitUntil("text.value === 'one three'")
            // At the same time.
            async let first = pages[0].evaluate(write.replacing("%", with: "text.value.replace('three', 'two three')"))
            async let second = pages[1].evaluate(write.replacing("%", with: "text.value + ' four'"))
            _ = try await (first, second)
            for page in pages { try await page.waitUntil("text.value === 'one two three four'") }
            // Whoever comes later has it too.
            try await pages[1].reload()
            try await pages[1].waitUntil("text.value === 'one two three four'")
        }
    }

    @Test(.needsBrowser) func `of a game see each other move, and who catches the star`() async throws {
        try await withPages("game") { pages in
            for page in pages { try await page.waitUntil("score.textContent.endsWith('2 play.')") }
            let move = """
                (() => {
                const at = new DOMPoint(star.cx.baseVal.value, star.cy.baseVal.value).matrixTransform(field.getScreenCTM());
                field.dispatchEvent(new PointerEvent('pointermove', { clientX: at.x, clientY: at.y }));
                })()
                """
            try await pages[0].evaluate(move)
            try await pages[0].waitUntil("/caught [1-9]/.test(score.textContent)")
            // It shows the other where it went.
            let circles = "[...field.querySelectorAll('circle:not(.star)')]"
            try await pages[1].waitUntil(
                "\(circles).some(({ cx, cy }) => cx.baseVal.value !== 80 || cy.baseVal.value !== 50)"
            )
            #expect(try await pages[1].holds("score.textContent.startsWith('You caught 0')"))
        }
    }

    @Test(.needs("deno")) func `have the program of one import, which is one service at two nodes`() async throws {
        try await withMesh(MeshFile.line(2).withBrowserPorts) { mesh in
            let source = try String(contentsOf: Self.folder.appending(path: "earth.js"), encoding: .utf8)
            var addresses: [String] = []
            var programs: [ScriptProcess] = []
            defer { for program in programs { program.kill() } }
            for node in mesh.nodes {
                let script = mesh.folder.appending(path: "earth-\(node.name).js")
                let here = await node.url("http", "/broadcast-channel.js")
                try Data(source.replacing("http://127.0.0.1:8081/broadcast-channel.js", with: here).utf8).write(
                    to: script
                )
                let port = FreePorts.next()
                programs.append(try await ScriptRuntime.deno.start(script, ["\(port)"]))
                addresses.append("http://127.0.0.1:\(port)")
            }
            for address in addresses {
                try await eventually("it serves") {
                    (try? await HTTPClient(timeout: 240).get("\(address)/messages"))?.text == "[]"
                }
            }
            #expect(try await HTTPClient(timeout: 240).get("\(addresses[0])/send?message=hello").text == "sent\n")
            for address in addresses {
                try await eventually("both have it") {
                    try await HTTPClient(timeout: 240).get("\(address)/messages").text == #"["hello"]"#
                }
            }
        }
    }

    /// Runs a test with a mesh of the two nodes that the examples' own file has, and an example's page at each.
    private func withPages(_ name: String, _ body: ([BrowserPage]) async throws -> Void) async throws {
        var file = MeshFile.line(2).withBrowserPorts
        file.public = Self.folder.path()
        try await withMesh(file) { mesh in
            try await Browser.run { browser in
                var pages: [BrowserPage] = []
                for (index, node) in mesh.nodes.enumerated() {
                    let page = try await browser.open(await node.url("http", "/health"))
                    // The answer of a person who is asked for a name.
                    let answer = "window.prompt = () => 'person-\(index)'"
                    try await page.call("Page.addScriptToEvaluateOnNewDocument", ["source": .string(answer)])
                    try await page.load(await node.url("http", "/\(name)/"))
                    pages.append(page)
                }
                try await pages[0].waitUntil("document.readyState === 'complete'")
                try await body(pages)
                for (index, page) in pages.enumerated() {
                    #expect(await page.complaints.filter { !$0.contains("favicon") && !$0.contains("404") } == [])
                    try await page.recordPicture("\(name)-\(index)")
                }
            }
        }
    }

    private func page(_ page: BrowserPage, says text: String, in input: String) async throws {
        // A line that is sent before the socket is open would be lost, as in the tutorials.
        try await page.waitUntil("typeof socket === 'undefined' || socket.readyState === 1")
        try await page.evaluate("\(input).value = '\(text)'; form.requestSubmit()")
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test on a machine without a browser.
    fileprivate static var needsBrowser: Self { .enabled(if: Browser.program != nil, "\(Browser.skipReason)") }
}
