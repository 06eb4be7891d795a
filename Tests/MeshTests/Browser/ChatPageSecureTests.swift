import Testing

@Suite(
    "The chat page under TLS",
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)"),
    .needs("openssl")
) struct ChatPageSecureTests {
    @Test func `speaks wss, and goes on at another node under TLS`() async throws {
        let mesh = try await SecureMesh()
        let nodes = mesh.nodes
        for node in nodes { try await node.start() }
        let hash = try await mesh.shell(
            """
            openssl x509 -in fullchain.pem -pubkey -noout | openssl pkey -pubin -outform der | \
                openssl dgst -sha256 -binary | base64
            """
        )
        try await Browser.run(believing: hash.standardOutput.first ?? "") { browser in
            let ana = try await ChatPerson("ana", in: browser, at: nodes[0])
            let ben = try await ChatPerson("ben", in: browser, at: nodes[1])
            for person in [ana, ben] {
                try await person.join()
                #expect(try await person.page.evaluate("location.protocol") == "https:")
            }
            try await ana.say("hello over wss")
            try await eventually("ben reads it") { try await ben.conversation == ["ana: hello over wss"] }
            try await ben.say("and back")
            let all = ["ana: hello over wss", "ben: and back"]
            try await eventually("ana reads that") { try await ana.conversation == all }
            for person in [ana, ben] { #expect(try await person.page.violations == []) }
            try await ana.page.recordPicture("secure")

            try await nodes[0].crash()
            try await ana.say("from another node")
            try await eventually("ben reads what was said elsewhere", seconds: 60) {
                try await ben.conversation.last == "ana: from another node"
            }
        }
        _ = try await nodes[1].terminate()
    }
}
