import Testing

@testable import BroadcastMesh

@Suite("The report of a node") struct StatusReportTests {
    private let report = StatusReport(
        node: "alpha",
        epoch: 7,
        version: "0.1.0",
        uptimeSeconds: 12.5,
        links: [
            StatusReport.Link(peer: "bravo", transport: "tcp", state: "up", roundTripMs: 0.25, sentBytes: 9),
            StatusReport.Link(peer: "delta", transport: "udp", state: "down"),
        ],
        nodes: [StatusReport.Node(name: "alpha", epoch: 7, http: "127.0.0.1:8081", links: ["bravo"])],
        users: [StatusReport.User(username: "ana", node: "alpha", channel: "chat")],
        clients: 1,
        channels: [
            StatusReport.Channel(
                kind: "relay",
                name: "a\"b\\c\nd",
                clients: 1,
                messages: 2,
                bytes: 3,
                transcript: UInt64(0xAB).hexadecimal,
                lost: 0
            )
        ],
        messages: StatusReport.Messages(posted: 5, received: 12, delivered: 51, duplicates: 7, lost: 0)
    )

    @Test func `is JSON with the names of the contract`() {
        let text = String(decoding: report.json, as: UTF8.self)
        #expect(text.contains(#""uptime_seconds":12.5"#))
        #expect(text.contains(#""round_trip_ms":0.25"#))
        #expect(text.contains(#""sent_bytes":9"#))
        let down = #"{"duplicates":0,"peer":"delta","received_bytes":0,"received_messages":0,"round_trip_ms":null,"#
        #expect(text.contains(down))
        #expect(text.contains(#""transcript":"00000000000000ab""#))
        #expect(!text.contains("journal"))
        #expect(text.contains(#""messages":{"delivered":51,"duplicates":7,"lost":0,"posted":5,"received":12}"#))
    }

    @Test func `is text for Prometheus, with a type for each name`() {
        let lines = Metrics(report).text.split(separator: "\n")
        #expect(lines.contains("mesh_messages_delivered_total 51"))
        #expect(lines.contains(#"mesh_link_up{peer="bravo",transport="tcp"} 1"#))
        #expect(lines.contains(#"mesh_link_up{peer="delta",transport="udp"} 0"#))
        #expect(lines.contains(#"mesh_link_round_trip_seconds{peer="bravo",transport="tcp"} 0.00025"#))
        #expect(lines.contains(#"mesh_channel_messages{kind="relay",name="a\"b\\c\nd"} 2"#))
        for line in lines where !line.hasPrefix("#") {
            let name = line.prefix { $0 != " " && $0 != "{" }
            #expect(lines.contains { $0.hasPrefix("# TYPE \(name) ") })
            #expect(name.hasPrefix("mesh_"))
        }
    }

    @Test func `tells of the data directory, if there is one`() {
        var report = report
        report.journal = StatusReport.Journal(
            segments: 2,
            bytes: 900,
            writtenMessages: 3,
            writtenBytes: 400,
            writeSeconds: 0.25,
            syncs: 1,
            syncSeconds: 0.5
        )

        let journal = #""journal":{"bytes":900,"segments":2,"sync_seconds":0.5,"syncs":1,"write_seconds":0.25,"#
        let written = #""written_bytes":400,"written_messages":3}"#
        #expect(String(decoding: report.json, as: UTF8.self).contains(journal + written))
        let lines = Metrics(report).text.split(separator: "\n")
        #expect(lines.contains("mesh_journal_messages_total 3"))
        #expect(lines.contains("# TYPE mesh_journal_sync_seconds_total counter"))
        #expect(!Metrics(self.report).text.contains("journal"))
    }
}
