import Reactor
import Testing

@Suite(
    "Two chat pages in conversation, each counting",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageTranscriptTests {
    /// Two nodes that are linked, at ports that their pages can go back to.
    private var pair: MeshFile { MeshFile.line(2).withBrowserPorts }

    /// Runs a conversation between Ana at the first node and Ben at the second.
    private func converse(
        on file: MeshFile,
        _ body: (_ mesh: TestMesh, _ ana: ChatPerson, _ ben: ChatPerson) async throws -> Void
    ) async throws {
        try await withMesh(file) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let ben = try await ChatPerson("Ben", in: browser, at: mesh["node-1"])
                try await ana.join()
                try await ben.join()
                try await body(mesh, ana, ben)
            }
        }
    }

    /// Waits until both pages show the same: what each counted, without a gap or a double, in one order.
    private func expectWhole(_ ana: ChatPerson, _ ben: ChatPerson, upTo last: Int) async throws {
        try await eventually("both pages have everything") {
            let counts = try await [ana.conversation.count, ben.conversation.count]
            return counts.allSatisfy { $0 >= 2 * last }
        }
        let conversation = try await ana.conversation
        let other = try await ben.conversation
        #expect(other == conversation)
        for name in ["Ana", "Ben"] {
            #expect(conversation.filter { $0.hasPrefix(name) } == (1...last).map { "\(name): \($0)" })
        }
        #expect(conversation.count == 2 * last)
    }

    @Test func `read the same when one's node is killed`() async throws {
        try await converse(on: pair) { mesh, ana, ben in
            try await ana.count(1...100)
            try await ben.count(1...100)
            try await ana.page.waitUntil("messages.children.length > 40")

            try await mesh["node-0"].crash()

            try await expectWhole(ana, ben, upTo: 100)
            #expect(try await ana.page.holds("state.innerText.startsWith('Connected to node-1')"))
        }
    }

    @Test func `read the same when one is loaded again`() async throws {
        try await converse(on: pair) { _, ana, ben in
            try await ben.count(1...100)
            try await ana.count(1...30)
            try await ana.page.waitUntil("messages.querySelectorAll('.mine').length === 30 && !waiting.children.length")

            try await ana.page.reload()
            try await ana.page.waitUntil("!room.hidden")
            try await ana.count(31...100)

            try await expectWhole(ana, ben, upTo: 100)
        }
    }

    @Test func `read the same when their nodes were apart for a while`() async throws {
        var file = pair
        let proxy = try TCPFaultProxy(to: file.gossipPort(of: "node-1"))
        defer { proxy.stop() }
        file.route(from: "node-0", to: "node-1", through: proxy.port)
        try await converse(on: file) { mesh, ana, ben in
            try await ana.count(1...20)
            try await ben.count(1...20)
            try await expectWhole(ana, ben, upTo: 20)

            try await proxy.setMode(.cut)
            try await ana.page.waitUntil("links.innerText.includes('tcp down')")
            try await ana.count(21...40)
            try await ben.count(21...40)
            for page in [ana.page, ben.page] {
                try await page.waitUntil("messages.querySelectorAll('.said').length === 60")
            }
            try await proxy.setMode(.forward)
            try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 80", seconds: promised)
            try await ana.count(41...60)
            try await ben.count(41...60)

            try await expectWhole(ana, ben, upTo: 60)
            try await ana.page.recordPicture("healed")
        }
    }

    /// The panel with the mesh is always in sight, or only when it is asked for.
    @Test(arguments: [1280, 360]) func `say that they were apart, and mark what came later`(width: Int) async throws {
        var file = pair
        let proxy = try TCPFaultProxy(to: file.gossipPort(of: "node-1"))
        defer { proxy.stop() }
        file.route(from: "node-0", to: "node-1", through: proxy.port)
        try await converse(on: file) { mesh, ana, ben in
            try await ana.page.setViewport(width: width, height: 800, isPhone: width < 500)
            try await ana.page.waitUntil("state.innerText.endsWith('links up 1/1, nodes 2')", seconds: promised)
            if width > 500 { try await ana.page.waitUntil("proof.innerText.startsWith('2 nodes hold the same')") }
            try await proxy.setMode(.cut)
            try await ana.page.waitUntil("proof.innerText === 'Cut apart: node-0 | node-1'", seconds: promised)
            try await ben.say("Where are you?")
            try await ben.page.waitUntil("messages.innerText.includes('Where')")
            try await ana.say("Is anybody there?")
            try await ana.page.waitUntil("messages.querySelector('.said')?.time < Date.now() - 3500")
            try await ana.page.recordPicture("cut-\(width)")
            try await proxy.setMode(.forward)

            try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 2", seconds: promised)
            #expect(try await ana.conversation == ["Ben: Where are you?", "Ana: Is anybody there?"])
            #expect(try await ana.page.evaluate("messages.querySelector('.late .text').innerText") == "Where are you?")
            try await ana.page.waitUntil("messages.innerText.includes('together again')", seconds: promised)
            #expect(try await ana.page.holds("messages.innerText.includes('Cut apart: node-0 | node-1')"))
            #expect(try await ana.page.holds("messages.innerText.includes('Messages that came later: 1')"))
            if width < 500 { try await ana.page.evaluate("toggle.click()") }
            try await ana.page.waitUntil("proof.innerText === '2 nodes hold the same 2 messages'", seconds: promised)
            try await ana.page.recordPicture("together-\(width)")
        }
    }

    @Test func `read the same when one's node stops to answer`() async throws {
        try await converse(on: pair) { mesh, ana, ben in
            try await ana.count(1...5)
            try await ben.count(1...20)
            try await ben.page.waitUntil("messages.querySelectorAll('.said').length === 25")

            await mesh["node-0"].send(.pause)
            try await ana.count(6...20)

            try await ana.page.waitUntil("state.innerText.startsWith('Connected to node-1')", seconds: promised)
            try await expectWhole(ana, ben, upTo: 20)
            await mesh["node-0"].send(.resume)
        }
    }
}
