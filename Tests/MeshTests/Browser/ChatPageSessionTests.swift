import FoundationEssentials
import Testing

@testable import ChatPage

@Suite(
    "The values of the chat page and of the channel",
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageSessionTests {
    /// Tests in JavaScript, which a browser runs beside the value that they are about and nothing else.
    private static func module(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        return ScriptModule(try String(contentsOf: file, encoding: .utf8)).body
    }

    /// The parts of scripts that have tests of their own, each with what it uses.
    private static let scripts = [
        "session": [ChatPage.shape, ChatPage.session], "mesh": [ChatPage.shape, ChatPage.mesh],
        "log": [ChatPage.shape, ChatPage.session, ChatPage.document, ChatPage.words, ChatPage.log],
        "referee": [ChatPage.shape, ChatPage.session, ChatPage.referee],
        "channel-session": [
            ChannelModule.addresses, ChannelModule.position, ChannelModule.name, ChannelModule.order,
            ChannelModule.posts, ChannelModule.session,
        ],
        "structured-clone": [ChannelModule.clone],
        "map": ["const ui = {};", ChatPage.map],
    ]

    @Test(arguments: scripts.keys.sorted()) func `do what their own tests say`(name: String) async throws {
        let parts = try #require(Self.scripts[name])
        #expect(try await Self.run(name, of: parts.joined(separator: "\n")) >= 3)
    }

    /// As in the module that a node serves.
    @Test(arguments: ["channel-session", "structured-clone"])
    func `do the same with short names, and without blanks`(name: String) async throws {
        let parts = try #require(Self.scripts[name])
        let count = try await Self.run(name, of: parts.joined(separator: "\n")) {
            CompactScript($0, shortening: ChannelModule.ownNames).text
        }
        #expect(count >= 3)
    }

    /// Thousands of answers and frames, each from a number.
    @Test func `take whatever a node may answer, and go on`() async throws {
        let canvas = "const ui = { map: document.createElementNS('http://www.w3.org/2000/svg', 'svg') };"
        let parts = [canvas, ChatPage.shape, ChatPage.map, ChatPage.session, ChatPage.mesh, "globalThis.draw = draw;"]
        // A thousand of each kind at a time: a browser is not waited for as long as all may take on a busy machine.
        let count = 1000
        for first in stride(from: 1, to: 5 * count, by: count) {
            let script = parts + ["const firstInput = \(first), inputCount = \(count);"]
            #expect(try await Self.run("fuzz", of: script.joined(separator: "\n")) == 2)
        }
    }

    /// Has a browser run the tests in a file beside a script.
    ///
    /// - Returns: How many there were.
    private static func run(
        _ name: String,
        of script: String,
        as form: (String) -> String = { $0 }
    ) async throws -> Int {
        var count = 0
        try await Browser.run { browser in
            let page = try await browser.open("data:text/html,\(name)")
            let parts = [script, try module("tests.js"), try module("\(name).tests.js"), "run(tests)"]
            let results = try await page.evaluate("{\(form(parts.joined(separator: "\n")))}")
            for result in results.elements {
                #expect(result["error"] == "", "\(result["name"].text ?? "")")
            }
            count = results.elements.count
        }
        return count
    }
}
