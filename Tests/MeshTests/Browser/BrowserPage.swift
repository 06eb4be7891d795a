import FoundationEssentials
import Testing

/// One page of a browser, with what a person can do to it and what a person sees.
struct BrowserPage: Sendable {
    let devTools: DevTools
    let session: String

    /// Calls a method of the page.
    @discardableResult
    func call(_ method: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
        try await devTools.call(method, parameters, session: session)
    }

    /// Makes an empty page ready for its first document.
    func prepare(language: String) async throws {
        for domain in ["Page", "Runtime", "Log", "Accessibility"] { try await call("\(domain).enable") }
        try await setViewport(width: 1280, height: 800)
        let agent = try await call("Browser.getVersion")["userAgent"]
        try await call("Network.setUserAgentOverride", ["userAgent": agent, "acceptLanguage": .string(language)])
        try await call("Emulation.setLocaleOverride", ["locale": .string(language)])
        let watch = """
            addEventListener('securitypolicyviolation', event => (window.violations ??= []).push(
                `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`))
            """
        try await call("Page.addScriptToEvaluateOnNewDocument", ["source": .string(watch)])
    }

    /// What the page did that its policy does not allow: the directive, what was to be loaded, where, and what it began with.
    var violations: [String] {
        get async throws { try await evaluate("window.violations ?? []").elements.compactMap(\.text) }
    }

    /// Goes to an address, and waits until the document is there.
    func load(_ url: String) async throws {
        let answer = try await call("Page.navigate", ["url": .string(url)])
        if let error = answer["errorText"].text { throw DevTools.Failure(description: "\(url): \(error)") }
        try await waitUntil("document.readyState === 'complete' && location.href !== 'about:blank'")
    }

    /// Loads the page again, as F5 does.
    func reload() async throws {
        try await evaluate("window.isOld = true")
        try await call("Page.reload")
        try await waitUntil("document.readyState === 'complete' && !window.isOld")
    }

    /// The value of an expression in the page's JavaScript.
    @discardableResult
    func evaluate(_ expression: String) async throws -> JSONValue {
        let answer = try await call(
            "Runtime.evaluate",
            ["expression": .string(expression), "returnByValue": true, "awaitPromise": true]
        )
        let exception = answer["exceptionDetails"]["exception"]["description"]
        if let description = exception.text { throw DevTools.Failure(description: "\(expression): \(description)") }
        return answer["result"]["value"]
    }

    /// Whether an expression holds.
    func holds(_ expression: String) async throws -> Bool {
        try await evaluate("!!(\(expression))") == true
    }

    /// Waits until an expression holds.
    func waitUntil(_ expression: String, seconds: Int = patience) async throws {
        do {
            try await eventually(expression, seconds: seconds) { try await holds(expression) }
        } catch let failure as DeadlinePassed {
            let seen = try await evaluate("document.body?.innerText ?? ''").text ?? ""
            throw DeadlinePassed(description: "\(failure)\nThe page shows:\n\(seen)")
        }
    }

    /// The errors that the page's script did not catch, and what the browser complained about.
    var complaints: [String] {
        get async {
            await devTools.events.filter { $0.session == session }.compactMap { event in
                switch event.method {
                case "Runtime.exceptionThrown": event.parameters["exceptionDetails"]["exception"]["description"].text
                case "Log.entryAdded": event.parameters["entry"]["text"].text
                default: nil
                }
            }
        }
    }

    /// Keeps a picture of the page with the test's results; `--attachments-path` says where.
    func recordPicture(_ name: String) async throws {
        let picture = try await call("Page.captureScreenshot", ["format": "png"])["data"].text
        let data = try #require(Data(base64Encoded: picture ?? ""))
        Attachment.record(Array(data), named: "\(name).png")
    }
}
