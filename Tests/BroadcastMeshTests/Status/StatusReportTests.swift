import Bytes
import Testing

@testable import BroadcastMesh
@testable import Gossip

@Suite("The report of a node", .computing) struct StatusReportTests {
    private let report = StatusReport(
        node: "alpha",
        epoch: 7,
        version: "0.1.0",
        uptimeSeconds: 12.5,
        links: [
            StatusReport.Link(
                peer: "bravo",
                transport: "tcp",
                state: "up",
                roundTripMs: 0.25,
                sentBytes: 9,
                clockSkewMs: -90_000,
                differs: ["retention"]
            ),
            StatusReport.Link(peer: "delta", transport: "udp", state: "down"),
        ],
        nodes: [StatusReport.KnownNode(name: "alpha", epoch: 7, http: "127.0.0.1:8081", links: ["bravo"])],
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

    private func metrics(_ report: StatusReport) -> String {
        let lines = report.channels.map { channel in
            Self.line(
                channel.name,
                clients: channel.clients,
                messages: channel.messages,
                bytes: channel.bytes,
                lost: channel.lost
            )
        }
        return Metrics(report, channels: ChannelSummary(lines)).text
    }

    /// What a relay counts.
    private static func line(
        _ name: String,
        clients: Int,
        messages: Int,
        bytes: Int = 0,
        lost: UInt64 = 0
    ) -> ChannelLines.Line {
        let figures = ChannelFigures(
            kind: .relay,
            messageCount: messages,
            byteCount: bytes,
            transcript: 0,
            lostCount: lost
        )
        return ChannelLines.Line(name: Array(name.utf8), figures: figures, clients: clients)
    }

    @Test func `is JSON with the names of the contract`() {
        let text = String(decoding: report.json, as: UTF8.self)
        #expect(text.contains(#""uptime_seconds":12.5"#))
        #expect(text.contains(#""round_trip_ms":0.25"#))
        #expect(text.contains(#""sent_bytes":9"#))
        #expect(text.contains(#""duplicates":0,"sealed":false,"clock_skew_ms":-90000,"differs":["retention"]}"#))
        #expect(text.contains(#""duplicates":0,"sealed":false,"clock_skew_ms":null,"differs":[]}"#))
        let down = #"{"peer":"delta","transport":"udp","state":"down","round_trip_ms":null,"sent_bytes":0,"#
        #expect(text.contains(down))
        #expect(text.contains(#""transcript":"00000000000000ab""#))
        #expect(!text.contains("journal"))
        let messages =
            #""messages":{"posted":5,"received":12,"delivered":51,"duplicates":7,"lost":0,"forks":0,"refused_runs":0}"#
        #expect(text.contains(messages))
    }

    @Test func `lists users in as many turns as it takes, and says the same`() throws {
        var report = report
        report.channels = []
        for number in 0..<1000 {
            report.users.append(StatusReport.User(username: "user \(number)", node: "bravo", channel: "chat"))
        }
        var draft = StatusDraft(report, listing: [])
        var turns = 1
        while case var budget = TurnBudget(100 * TurnBudget.user), !draft.goOn(with: [], paidBy: &budget) {
            #expect(budget.left > -100 * TurnBudget.user)
            turns += 1
        }

        #expect(turns > 5)
        #expect(draft.bytes == report.json)
    }

    @Test func `is text for Prometheus, with a type for each name`() {
        let lines = metrics(report).split(separator: "\n")
        #expect(lines.contains("mesh_messages_delivered_total 51"))
        #expect(lines.contains(#"mesh_link_up{peer="bravo",transport="tcp"} 1"#))
        #expect(lines.contains(#"mesh_link_up{peer="delta",transport="udp"} 0"#))
        #expect(lines.contains(#"mesh_link_round_trip_seconds{peer="bravo",transport="tcp"} 0.00025"#))
        #expect(lines.contains(#"mesh_link_clock_skew_seconds{peer="bravo",transport="tcp"} -90.0"#))
        #expect(lines.contains(#"mesh_channel_messages{kind="relay",name="a\"b\\c\nd"} 2"#))
        for line in lines where !line.hasPrefix("#") {
            var name = line.prefix { $0 != " " && $0 != "{" }
            for suffix in ["_bucket", "_sum", "_count"]
            where name == "mesh_turn_seconds" + suffix || name == "mesh_turn_cpu_seconds" + suffix {
                name = name.dropLast(suffix.count)
            }
            #expect(lines.contains { $0.hasPrefix("# TYPE \(name) ") })
            #expect(name.hasPrefix("mesh_"))
        }
    }

    @Test(arguments: [
        ("a\r\nmesh_forged 42", "a\r\\nmesh_forged 42"), ("q\"\u{301}", "q\\\"\u{301}"), ("b\\\u{301}", "b\\\\\u{301}"),
    ])
    func `is one line a figure, whatever a channel is called`(name: String, written: String) {
        var report = report
        report.channels[0].name = name
        let lines = Array(metrics(report).utf8).split(separator: UInt8(ascii: "\n"))
        let line = "mesh_channel_messages{kind=\"relay\",name=\"\(written)\"} 2"
        #expect(lines.contains { $0.elementsEqual(line.utf8) })
    }

    @Test func `tells of the data directory, if there is one`() {
        var report = report
        report.journal = JournalReport(
            segments: 2,
            bytes: 900,
            writtenMessages: 3,
            writtenBytes: 400,
            writeSeconds: 0.25,
            syncs: 1,
            syncSeconds: 0.5
        )

        let journal = #""journal":{"segments":2,"bytes":900,"written_messages":3,"written_bytes":400,"#
        let written = #""write_seconds":0.25,"syncs":1,"sync_seconds":0.5}"#
        #expect(String(decoding: report.json, as: UTF8.self).contains(journal + written))
        let lines = metrics(report).split(separator: "\n")
        #expect(lines.contains("mesh_journal_messages_total 3"))
        #expect(lines.contains("# TYPE mesh_journal_sync_seconds_total counter"))
        #expect(!metrics(self.report).contains("journal"))
    }

    @Test func `names the channels with the most clients and adds up the others`() {
        let lines = (0..<300).map { Self.line("c\($0)", clients: $0 % 150, messages: 1, bytes: 10, lost: 1) }

        let summary = ChannelSummary(lines)

        #expect(summary.count == 300 && summary.named.count == ChannelSummary.namedLimit)
        #expect(summary.named.allSatisfy { $0.clients >= 100 })
        #expect(summary.others.messages == 200 && summary.others.bytes == 2000)
        #expect(
            summary.others.clients + summary.named.reduce(0) { $0 + $1.clients } == lines.reduce(0) { $0 + $1.clients }
        )
    }

    @Test func `counts what was lost by channel only, since a sum over the others could fall`() {
        let lines = (0..<150).map { Self.line("c\($0)", clients: $0, messages: 1, lost: 3) }

        let text = Metrics(report, channels: ChannelSummary(lines)).text

        let counters = text.split(separator: "\n").filter { $0.hasPrefix("mesh_channel_lost_total{") }
        #expect(counters.count == ChannelSummary.namedLimit && counters.allSatisfy { $0.hasSuffix("} 3") })
        #expect(text.contains("mesh_channel_messages{kind=\"others\",name=\"\"} 50"))
    }

    @Test func `names no channel whose name Prometheus cannot read, and counts it`() {
        let lines = (0..<150).map { Self.line($0 < 75 ? "c\($0)\0" : "c\($0)", clients: 200 - $0, messages: 1) }

        let summary = ChannelSummary(lines)

        #expect(summary.count == 150 && summary.named.count == 75 && summary.others.messages == 75)
        #expect(Metrics(report, channels: summary).text.utf8.allSatisfy { $0 != 0 })
    }

    @Test func `passes over numbers that have no channel`() {
        let lines = ["c1", "c3"].map { Self.line($0, clients: 1, messages: 2) }

        let summary = ChannelSummary([nil, lines[0], nil, lines[1]])

        #expect(summary.count == 2 && summary.others.messages == 0)
        #expect(summary.named.map(\.name) == ["c1", "c3"])
    }

    @Test func `names of channels with as many clients those with the most messages, in their order`() {
        var state: UInt64 = 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let lines = (0..<1000).map { Self.line("c\($0)", clients: random(20), messages: random(20)) }
        let sorted = lines.indices.sorted { first, second in
            (lines[second].clients, lines[second].figures.messageCount, first)
                < (lines[first].clients, lines[first].figures.messageCount, second)
        }

        let summary = ChannelSummary(lines)

        let named = sorted.prefix(ChannelSummary.namedLimit).sorted().map { "c\($0)" }
        #expect(summary.named.map(\.name) == named)
        #expect(
            summary.others.messages + summary.named.reduce(0) { $0 + $1.messages }
                == lines.reduce(0) { $0 + $1.figures.messageCount }
        )
    }

    @Test func `is made again only as often as its size allows`() {
        var cache = StatusCache(heldLimit: 0)
        cache.keep([1], as: .status, count: 20_000, at: 1_000)
        cache.keep([2], as: .metrics, count: 4, at: 1_000)

        #expect(cache.answer(.status, at: 1_000 + 249_999_999)?.bytes == [1])
        #expect(cache.answer(.status, at: 1_000 + 250_000_000)?.bytes == nil)
        // A small node tells what is true now.
        #expect(cache.answer(.metrics, at: 1_000 + 100_000)?.bytes == nil)
    }
}
