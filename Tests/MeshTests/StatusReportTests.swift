import Testing

@testable import Mesh

@Suite("The report of mesh status") struct StatusReportTests {
    private func report(_ json: String) throws -> String {
        StatusReport(try #require(NodeStatus(decoding: Array(json.utf8)))).text
    }

    @Test func `shows all that a node sees`() throws {
        let json = #"""
            { "node": "alpha", "epoch": 1763700000123, "version": "0.1.0", "uptime_seconds": 12.5,
              "links": [{ "peer": "bravo", "transport": "tcp", "state": "up", "round_trip_ms": 0.204,
                          "sent_bytes": 4096, "received_bytes": 0, "sent_messages": 9, "received_messages": 0,
                          "duplicates": 1, "sealed": true },
                        { "peer": "charlie", "transport": "udp", "state": "down", "round_trip_ms": null,
                          "sent_bytes": 0, "received_bytes": 0, "sent_messages": 0, "received_messages": 0,
                          "duplicates": 0 }],
              "nodes": [{ "name": "alpha", "epoch": 1763700000123, "http": "127.0.0.1:8081", "links": ["bravo"] }],
              "users": [{ "username": "ana\u001b[2J", "node": "alpha", "channel": "chat" }],
              "clients": 3,
              "channels": [{ "kind": "relay", "name": "", "clients": 3, "messages": 17, "bytes": 2040,
                             "transcript": "9f86d081884c7d65", "lost": 0 }],
              "messages": { "posted": 5, "received": 12, "delivered": 51, "duplicates": 7, "lost": 0 } }
            """#
        #expect(
            try report(json) == #"""
                alpha@1763700000123, version 0.1.0, up 12 s, 3 clients

                Links
                  peer     transport  state  sealed  round trip  sent         received  duplicates
                  bravo    tcp        up     yes     204 µs      9 (4.10 kB)  0 (0 B)   1
                  charlie  udp        down   no      -           0 (0 B)      0 (0 B)   0

                Nodes
                  name          http            links
                  alpha (here)  127.0.0.1:8081  bravo
                  charlie       -               out of reach

                Users
                  username      channel  node
                  ana\u{1B}[2J  chat     alpha

                Channels
                  kind   name  clients  messages  size     transcript        lost
                  relay  ""    3        17        2.04 kB  9f86d081884c7d65  0

                Messages: 5 posted here, 12 received, 51 delivered, 7 duplicates dropped, 0 lost
                """#
        )
    }

    @Test func `shows in what the files of two nodes differ`() throws {
        let json = #"""
            { "node": "alpha", "epoch": 1, "version": "0.1.0", "uptime_seconds": 1,
              "links": [{ "peer": "bravo", "transport": "tcp", "state": "up", "sent_bytes": 0, "received_bytes": 0,
                          "sent_messages": 0, "received_messages": 0, "duplicates": 0, "differs": ["nodes", "retention"] },
                        { "peer": "charlie", "transport": "tcp", "state": "up", "sent_bytes": 0, "received_bytes": 0,
                          "sent_messages": 0, "received_messages": 0, "duplicates": 0, "differs": [] }],
              "nodes": [], "users": [], "clients": 1, "channels": [],
              "messages": { "posted": 0, "received": 0, "delivered": 0, "duplicates": 0, "lost": 0 } }
            """#
        let lines = try report(json).split(separator: "\n")
        #expect(lines[2].hasSuffix("duplicates  mesh.json differs in"))
        #expect(lines[3].hasSuffix("0           nodes retention"))
        #expect(lines[4].hasSuffix("0           -"))
    }

    @Test func `leaves out what there is none of`() throws {
        let json = """
            { "node": "alpha", "epoch": 1, "version": "0.1.0", "uptime_seconds": 7200, "links": [], "nodes": [],
              "users": [], "clients": 1, "channels": [],
              "messages": { "posted": 0, "received": 0, "delivered": 0, "duplicates": 0, "lost": 0 } }
            """
        #expect(
            try report(json) == """
                alpha@1, version 0.1.0, up 2 h, 1 client

                Messages: 0 posted here, 0 received, 0 delivered, 0 duplicates dropped, 0 lost
                """
        )
    }

    @Test func `is refused for what is no status`() {
        #expect(NodeStatus(decoding: Array("<html>".utf8)) == nil)
    }

    @Test(arguments: ["1e300", "-5", "9223372036854775807"])
    func `survives a server with any numbers, and any names`(number: String) throws {
        let json = """
            { "node": "al\\u001b[2Jpha", "epoch": 1, "version": "\\u009b31m", "uptime_seconds": \(number),
              "links": [{ "peer": "b\\u202e", "transport": "t\\r", "state": "\\u0007", "round_trip_ms": \(number),
                          "sent_bytes": 0, "received_bytes": 0, "sent_messages": 0, "received_messages": 0,
                          "duplicates": 0 }],
              "nodes": [{ "name": "\\u001bc", "epoch": 1, "http": "\\u001bc", "links": ["\\u001bc"] }],
              "users": [{ "username": "ana", "node": "\\u001bc", "channel": "chat" }], "clients": 1,
              "channels": [{ "kind": "\\u001bc", "name": "", "clients": 0, "messages": 0, "bytes": 0,
                             "transcript": "\\u001bc", "lost": 0 }],
              "messages": { "posted": 0, "received": 0, "delivered": 0, "duplicates": 0, "lost": 0 } }
            """
        let scalars = try report(json).unicodeScalars
        #expect(!scalars.contains { $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) })
        #expect(!scalars.contains("\u{202E}"))
    }
}
