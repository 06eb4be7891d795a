import FoundationEssentials
import Testing

@testable import ChatPage

@Suite(
    "The values of the chat page",
    .timeLimit(.minutes(2)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageSessionTests {
    /// Tests in JavaScript, which a browser runs beside the value that they are about and nothing else.
    private static func module(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        return ScriptModule(try String(contentsOf: file, encoding: .utf8)).body
    }

    @Test(arguments: [("session", ChatPage.session), ("mesh", ChatPage.mesh)])
    func `do what their own tests say`(name: String, script: String) async throws {
        try await Browser.run { browser in
            let page = try await browser.open("data:text/html,\(name)")
            let parts = [script, try Self.module("tests.js"), try Self.module("\(name).tests.js"), "run(tests)"]
            let results = try await page.evaluate("{\(parts.joined(separator: "\n"))}")

            #expect(results.elements.count >= 10)
            for result in results.elements {
                #expect(result["error"] == "", "\(result["name"].text ?? "")")
            }
        }
    }
}
