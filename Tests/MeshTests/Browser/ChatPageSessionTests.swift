import FoundationEssentials
import Testing

@testable import ChatPage

@Suite(
    "The chat page's session",
    .timeLimit(.minutes(2)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageSessionTests {
    /// The tests in JavaScript, which a browser runs beside the session and nothing else.
    private static var tests: String {
        get throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "session.tests.js")
            return ScriptModule(try String(contentsOf: file, encoding: .utf8)).body
        }
    }

    @Test func `does what its own tests say`() async throws {
        try await Browser.run { browser in
            let page = try await browser.open("data:text/html,session")
            let results = try await page.evaluate("{\(ChatPage.session)\n\(try Self.tests)\nresults}")

            #expect(results.elements.count > 10)
            for result in results.elements {
                #expect(result["error"] == "", "\(result["name"].text ?? "")")
            }
        }
    }
}
