import Bytes
import Testing

@testable import ChatPage

@Suite("The page's content security policy") struct ContentSecurityPolicyTests {
    @Test func `admits nothing but the script and the style of the document`() throws {
        let script = try #require(PageElement.text(of: "script", in: ChatPage.chat.html))
        let style = try #require(PageElement.text(of: "style", in: ChatPage.chat.html))
        let directives = directives(of: ChatPage.chat.contentSecurityPolicy(connectingTo: []))

        #expect(directives["default-src"] == "'none'")
        #expect(directives["script-src"] == "'sha256-\(SHA256.hash(script.span).base64)'")
        #expect(directives["style-src"] == "'sha256-\(SHA256.hash(style.span).base64)'")
        #expect(directives["connect-src"] == "'self'")
        for closed in ["base-uri", "form-action", "frame-ancestors", "trusted-types"] {
            #expect(directives[closed] == "'none'", "\(closed)")
        }
    }

    @Test func `lets the page go on at the other nodes`() {
        let nodes = ["http://127.0.0.1:8082", "https://chat-b.example.org/"]
        let directives = directives(of: ChatPage.chat.contentSecurityPolicy(connectingTo: nodes))
        #expect(
            directives["connect-src"]
                == "'self' http://127.0.0.1:8082 ws://127.0.0.1:8082 https://chat-b.example.org wss://chat-b.example.org"
        )
    }

    @Test(arguments: [
        "", "127.0.0.1:8082", "http://[::1]:8082", "http://a; script-src *", "http://", "ftp://a", "http:/a/b",
    ])
    func `leaves out what a policy cannot name`(url: String) {
        #expect(directives(of: ChatPage.chat.contentSecurityPolicy(connectingTo: [url]))["connect-src"] == "'self'")
    }

    private func directives(of policy: String) -> [String: String] {
        let pairs = policy.split(separator: "; ").map { directive in
            let parts = directive.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
