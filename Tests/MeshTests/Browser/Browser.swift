import FoundationEssentials
import Reactor

/// A headless Chromium with a profile of its own.
struct Browser: Sendable {
    /// The path of the installed Chromium; `nil` where there is none.
    static let program: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome"]
        return names.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// What a skipped test says.
    static let skipReason = "no Chromium is installed"

    private let process: ChildProcess
    private let devTools: DevTools

    private init(profile: String, believing key: String) async throws {
        guard let program = Self.program else { throw DevTools.Failure(description: Self.skipReason) }
        let arguments = [
            "--headless",
            // As root, as in a container, it does not start otherwise; it opens no page but ours.
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            // Small shared memory, as in a container, would crash the pages.
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--user-data-dir=\(profile)",
        ]
        let belief = key.isEmpty ? [] : ["--ignore-certificate-errors-spki-list=\(key)"]
        let lines = PrintedLines()
        let process = try await ChildProcess.start(program, arguments: arguments + belief + ["about:blank"]) {
            lines.add($0, $1)
        }
        let announcement = "DevTools listening on "
        do {
            try await eventually("Chromium listens\n\(lines.standardError.joined(separator: "\n"))") {
                lines.standardError.contains { $0.hasPrefix(announcement) }
            }
            let line = lines.standardError.first { $0.hasPrefix(announcement) } ?? ""
            devTools = try await DevTools(at: String(line.dropFirst(announcement.count)))
        } catch {
            process.send(.kill)
            throw error
        }
        self.process = process
    }

    /// Opens a page that shares nothing with the others, as if on another person's machine.
    ///
    /// - Parameters:
    ///   - url: Its address.
    ///   - language: What the person reads, as in `zh-CN`.
    /// - Returns: The page, loaded.
    /// - Throws: When the browser does not answer, or cannot load the page.
    func open(_ url: String, language: String = "en-US") async throws -> BrowserPage {
        let context = try await devTools.call("Target.createBrowserContext")["browserContextId"]
        let target = try await devTools.call(
            "Target.createTarget",
            ["url": "about:blank", "browserContextId": context]
        )["targetId"]
        let session = try await devTools.call("Target.attachToTarget", ["targetId": target, "flatten": true])
        let page = BrowserPage(devTools: devTools, session: session["sessionId"].text ?? "")
        try await page.prepare(language: language)
        try await page.load(url)
        return page
    }

    /// Runs a test with a browser that is gone afterwards, however the test ends.
    ///
    /// - Parameters:
    ///   - key: The hash of the key of a certificate that is believed, though nobody vouches for it.
    ///   - body: The test.
    /// - Throws: What the test throws, or that there is no browser.
    static func run(believing key: String = "", _ body: (Browser) async throws -> Void) async throws {
        let profile = FileManager.default.temporaryDirectory.appending(path: "mesh-browser-\(UUID().uuidString)")
        let browser = try await Browser(profile: profile.path(), believing: key)
        do {
            try await body(browser)
        } catch {
            await browser.end(profile)
            throw error
        }
        await browser.end(profile)
    }

    private func end(_ profile: URL) async {
        // Asked, it ends its helpers and lets go of the profile; killed, it might leave them behind.
        _ = try? await devTools.call("Browser.close")
        let process = process
        _ = try? await withDeadline("Chromium ends") {
            await process.exitStatus
        } onTimeout: {
            process.send(.kill)
        }
        try? FileManager.default.removeItem(at: profile)
    }
}
