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
        "", "127.0.0.1:8082", "http://a; script-src *", "http://[::1];:8082", "http://", "ftp://a", "http:/a/b",
    ])
    func `leaves out what a policy cannot name`(url: String) {
        #expect(directives(of: ChatPage.chat.contentSecurityPolicy(connectingTo: [url]))["connect-src"] == "'self'")
    }

    @Test(arguments: ["[2001:db8::3]:8082", "chat_b:8082"])
    func `admits every host where one of them is none that a policy can name`(host: String) {
        let nodes = ["http://127.0.0.1:8082", "http://\(host)", "https://chat-b.example.org/"]
        let sources = directives(of: ChatPage.chat.contentSecurityPolicy(connectingTo: nodes))["connect-src"]
        #expect(sources == "'self' http: ws: https://chat-b.example.org wss://chat-b.example.org")
    }

    @Test func `fits the head that a proxy expects, however many nodes there are`() {
        func policy(_ count: Int) -> String {
            let nodes = (0..<count).map { "https://chat-\($0).machines.example.org:8443" }
            return ChatPage.chat.contentSecurityPolicy(connectingTo: nodes)
        }
        #expect(policy(ConnectSources.mostNodes).utf8.count < 3500)
        #expect(directives(of: policy(1000))["connect-src"] == "'self' https: wss:")
    }

    private func directives(of policy: String) -> [String: String] {
        let pairs = policy.split(separator: "; ").map { directive in
            let parts = directive.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
