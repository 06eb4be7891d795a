import Testing

@Suite(
    "The chat page, where a browser keeps nothing",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageStorageTests {
    @Test func `is there for who keeps no data of sites`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let refusal = """
                    Object.defineProperty(window, 'sessionStorage', {
                        get() { throw new DOMException('Access is denied for this document.', 'SecurityError') },
                    })
                    """
                try await ana.page.call("Page.addScriptToEvaluateOnNewDocument", ["source": .string(refusal)])
                try await ana.page.reload()

                try await ana.join()
                try await ana.say("Hello")

                try await eventually("she reads it") { try await ana.conversation == ["Ana: Hello"] }
                #expect(await ana.page.complaints == [])
            }
        }
    }

    @Test func `sends what waits in one channel to that one alone`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let home = try await ana.page.evaluate("location.href").text ?? ""
                let older = "{ draft: 'old', saved: '{\"name\":\"Ana\",\"waiting\":[[\"k\",\"old\"]]}' }"
                try await ana.page.evaluate("Object.assign(sessionStorage, \(older))")
                try await ana.page.load("\(home)?channel=secret")
                try await ana.join()
                // As if nothing reached the node for a while.
                try await ana.page.evaluate("WebSocket.prototype.send = () => {}")
                try await ana.say("a secret")
                try await ana.page.waitUntil("waiting.innerText === 'a secret'")
                try await ana.page.insert("a secret draft")

                try await ana.page.load("\(home)?channel=public")

                #expect(try await ana.page.evaluate("draft.value") == "")
                try await ana.join()
                try await ana.say("Hello")
                try await ana.page.waitUntil("messages.querySelector('.copies')?.innerText")
                #expect(try await ana.conversation == ["Ana: Hello"])
                #expect(try await ana.page.holds("!waiting.children.length"))
                try await ana.page.load("\(home)?channel=secret")
                try await ana.page.waitUntil("messages.children.length && !waiting.children.length")
                #expect(try await ana.conversation == ["Ana: a secret"])
                #expect(try await ana.page.evaluate("draft.value") == "a secret draft")
            }
        }
    }

    @Test func `sends what is said where there is no room to keep it`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                let fill = """
                    for (let size = 4e6, number = 0; size >= 1;) {
                        try { sessionStorage[`other${number++}`] = 'x'.repeat(size) } catch { size = Math.floor(size / 2) }
                    }
                    """
                try await ana.page.evaluate("{ \(fill) }")

                try await ana.say("Hello")

                try await eventually("she reads it") { try await ana.conversation == ["Ana: Hello"] }
                #expect(try await ana.page.evaluate("draft.value") == "")
                #expect(await ana.page.complaints == [])
            }
        }
    }
}
