import Testing

@Suite(
    "The chat page, to those who mean harm",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageSafetyTests {
    @Test func `shows markup in messages and names as text, and runs none of it`() async throws {
        let markup = "<img src=x onerror=\"window.wasRun = true\"><script>window.wasRun = true</script>"
        try await withMesh(.line(2).withBrowserPorts) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let ben = try await ChatPerson("<b onclick=alert(1)>Ben</b>", in: browser, at: mesh["node-1"])
                try await ana.join()
                try await ben.join()

                try await ben.say(markup)

                try await eventually("Ana reads it as it was written") {
                    try await ana.conversation == ["\(ben.name): \(markup)"]
                }
                #expect(try await ana.people.contains { $0.hasPrefix(ben.name) })
                #expect(try await ana.page.holds("!window.wasRun && document.images.length === 0"))
                #expect(try await ana.page.holds("document.scripts.length === 1 && !document.querySelector('b')"))
                let other = await mesh["node-1"].url("http", "/status")
                try await ana.page.waitUntil("performance.getEntriesByName('\(other)').length > 0")
                #expect(try await ana.page.violations == [])
            }
        }
    }

    @Test func `may not do what its policy does not name`() async throws {
        let attempts = [
            ("document.body.append(Object.assign(document.createElement('img'), { src: '/x' }))", "img-src"),
            ("document.body.append(Object.assign(document.createElement('iframe'), { src: '/' }))", "frame-src"),
            ("fetch('http://127.0.0.1:9/').catch(() => 0)", "connect-src"),
            ("document.body.setAttribute('style', 'color: red')", "style-src-attr"),
            (
                "document.head.append(Object.assign(document.createElement('style'), { innerText: '*{}' }))",
                "style-src-elem"
            ),
            ("document.body.setAttribute('onclick', '1')", "require-trusted-types-for"),
            ("document.body.innerHTML = '<b>'", "require-trusted-types-for"),
        ]
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let page = try await browser.open(await mesh["node-0"].url("http"))
                #expect(try await page.violations == [])
                for (script, directive) in attempts {
                    try await page.evaluate("window.violations = []")

                    try await page.evaluate("void (() => { try { \(script) } catch {} })()")

                    let isSeen = "violations.some(seen => seen.startsWith('\(directive) '))"
                    try await page.waitUntil("\(isSeen) /* \(script) */")
                }
                try await page.evaluate("window.violations = []")
                try await page.evaluate("void new WebSocket('ws://127.0.0.1:9/')")
                try await page.waitUntil("violations.some(seen => seen.startsWith('connect-src '))")
                #expect(try await page.holds("document.querySelector('form') && !document.querySelector('b')"))
            }
        }
    }
}
