/// A person in front of the chat page.
struct ChatPerson: Sendable {
    let name: String
    let page: BrowserPage

    /// Opens a node's page.
    init(_ name: String, in browser: Browser, at node: NodeProcess, language: String = "en-US") async throws {
        self.name = name
        page = try await browser.open(await node.url(node.scheme), language: language)
    }

    /// Gives the name, without waiting for what the node says to it.
    func knock() async throws {
        try await page.waitUntil("document.activeElement.id === 'name'")
        try await page.insert(name)
        try await page.press(.enter)
    }

    /// Gives the name, and waits until the conversation is there.
    func join() async throws {
        try await knock()
        try await page.waitUntil("!room.hidden && document.activeElement.id === 'draft'")
    }

    /// Says something.
    func say(_ text: String) async throws {
        try await page.evaluate("draft.focus()")
        try await page.insert(text)
        try await page.press(.enter)
    }

    /// Begins to say one number after the other, fifty a second, whatever becomes of the node.
    func count(_ numbers: ClosedRange<Int>) async throws {
        let script = """
            let number = \(numbers.lowerBound);
            const ticker = setInterval(() => {
                draft.value = number;
                composer.requestSubmit();
                if (number++ === \(numbers.upperBound)) clearInterval(ticker);
            }, 20);
            """
        try await page.evaluate("{ \(script) }")
    }

    /// The conversation as it stands there: `name: text`.
    var conversation: [String] {
        get async throws {
            let script =
                "[...messages.querySelectorAll('.said')].map(item => item.querySelector('.name').innerText + ': ' + item.querySelector('.text').innerText)"
            // The marks behind one's own messages are no part of what was said.
            return try await page.evaluate(script).elements.compactMap(\.text).map { line in
                var line = line[...]
                while line.last == "✓" || line.last == " " || line.last == "\u{A0}" { line.removeLast() }
                return String(line)
            }
        }
    }

    /// The list of people as it stands there.
    var people: [String] {
        get async throws {
            try await page.evaluate("[...people.children].map(item => item.textContent)").elements.compactMap(\.text)
        }
    }
}
