import Bytes

/// The figures of a report in the text format of Prometheus, version 0.0.4.
struct Metrics {
    /// One line for each figure, with what it means and of which kind it is before the first of its name.
    private(set) var text = ""

    /// Writes a report out.
    ///
    /// - Parameters:
    ///   - report: What `/status` tells.
    ///   - channels: What is told of its channels.
    ///   - retransmissions: How many packets were sent again to each peer over UDP.
    ///   - turns: How long the loop's turns took.
    ///   - longestLately: The longest of them lately.
    init(
        _ report: StatusReport,
        channels: ChannelSummary,
        retransmissions: [(peer: String, count: Int)],
        turns: TurnTimes,
        longestLately: TurnTimes.Longest
    ) {
        add("uptime_seconds", .gauge, "Time since the node started.", [([], "\(report.uptimeSeconds)")])
        add("clients", .gauge, "Attached WebSocket clients.", [([], "\(report.clients)")])
        add("users", .gauge, "Chat users on all reachable nodes.", [([], "\(report.users.count)")])
        add("nodes", .gauge, "Reachable nodes, this one included.", [([], "\(report.nodes.count)")])
        addMessages(report.messages)
        addLinks(report.links)
        add(
            "link_retransmissions_total",
            .counter,
            "Packets sent again, as they were not acknowledged.",
            retransmissions.map { ([("peer", $0.peer), ("transport", "udp")], "\($0.count)") }
        )
        add(channels)
        add(turns, longestLately: longestLately)
        if let journal = report.journal { add(journal) }
    }

    private mutating func addMessages(_ messages: StatusReport.Messages) {
        add("messages_posted_total", .counter, "Messages of this node's clients.", [([], "\(messages.posted)")])
        add("messages_received_total", .counter, "New messages of other nodes.", [([], "\(messages.received)")])
        add("messages_delivered_total", .counter, "Messages sent to clients.", [([], "\(messages.delivered)")])
        add("duplicates_total", .counter, "Entries that came again.", [([], "\(messages.duplicates)")])
        add("messages_lost_total", .counter, "Messages that could not be had any more.", [([], "\(messages.lost)")])
        add("forks_total", .counter, "Entries under a number that stands for another.", [([], "\(messages.forks)")])
        add("refused_runs_total", .counter, "Runs passed over for want of room.", [([], "\(messages.refusedRuns)")])
    }

    private mutating func addLinks(_ links: [StatusReport.Link]) {
        func values(_ value: (StatusReport.Link) -> String?) -> [Sample] {
            links.compactMap { link in
                value(link).map { ([("peer", link.peer), ("transport", link.transport)], $0) }
            }
        }
        add("link_up", .gauge, "Whether the link is up.", values { $0.state == "up" ? "1" : "0" })
        add(
            "link_round_trip_seconds",
            .gauge,
            "Time there and back.",
            values { $0.roundTripMs.map { "\($0 / 1000)" } }
        )
        add(
            "link_clock_skew_seconds",
            .gauge,
            "How far the peer's wall clock is ahead.",
            values { $0.clockSkewMs.map { "\($0 / 1000)" } }
        )
        add("link_sent_bytes_total", .counter, "Bytes sent on the link.", values { "\($0.sentBytes)" })
        add("link_received_bytes_total", .counter, "Bytes received on the link.", values { "\($0.receivedBytes)" })
        add("link_sent_messages_total", .counter, "Messages sent on the link.", values { "\($0.sentMessages)" })
        add("link_received_messages_total", .counter, "Messages received.", values { "\($0.receivedMessages)" })
        add("link_duplicates_total", .counter, "Duplicates received on the link.", values { "\($0.duplicates)" })
    }

    private mutating func add(_ channels: ChannelSummary) {
        let parts = channels.named + (channels.count > channels.named.count ? [channels.others] : [])
        func values(_ value: (ChannelSummary.Part) -> String?) -> [Sample] {
            parts.compactMap { part in value(part).map { ([("kind", part.kind), ("name", part.name)], $0) } }
        }
        add("channels", .gauge, "Channels that are used or hold messages.", [([], "\(channels.count)")])
        add("channel_clients", .gauge, "Clients of the channel.", values { "\($0.clients)" })
        add("channel_messages", .gauge, "Messages held.", values { "\($0.messages)" })
        add("channel_bytes", .gauge, "Bytes of the messages held.", values { "\($0.bytes)" })
        add(
            "channel_lost_total",
            .counter,
            "Messages that could not be had any more.",
            values { part in part.lost.map { "\($0)" } }
        )
    }

    private mutating func add(_ journal: JournalReport) {
        add("journal_segments", .gauge, "Files of the data directory.", [([], "\(journal.segments)")])
        add("journal_bytes", .gauge, "Bytes of these files.", [([], "\(journal.bytes)")])
        add("journal_messages_total", .counter, "Messages written.", [([], "\(journal.writtenMessages)")])
        add("journal_written_bytes_total", .counter, "Bytes written.", [([], "\(journal.writtenBytes)")])
        add("journal_write_seconds_total", .counter, "Time spent writing.", [([], "\(journal.writeSeconds)")])
        add("journal_syncs_total", .counter, "How often the disk was waited for.", [([], "\(journal.syncs)")])
        add("journal_sync_seconds_total", .counter, "How long it was.", [([], "\(journal.syncSeconds)")])
    }

    private mutating func add(_ turns: TurnTimes, longestLately: TurnTimes.Longest) {
        add(
            "turn_longest_seconds",
            .gauge,
            "The longest turn of the event loop lately.",
            [([], Self.seconds(longestLately.wall))]
        )
        add("turn_seconds", "How long turns of the event loop took.", turns.wall)
        add(
            "turn_longest_cpu_seconds",
            .gauge,
            "The most that a turn lately took of a processor.",
            [([], Self.seconds(longestLately.processor))]
        )
        add("turn_cpu_seconds", "How long turns of the event loop were on a processor.", turns.processor)
    }

    private mutating func add(_ name: String, _ help: String, _ figures: TurnFigures) {
        var sum = 0
        var buckets: [Sample] = zip(TurnFigures.limits, figures.counts).map { limit, count in
            sum += count
            return ([("le", Self.seconds(limit))], "\(sum)")
        }
        buckets.append(([("le", "+Inf")], "\(figures.count)"))
        add(name, .histogram, help, buckets, suffix: "_bucket")
        text += "mesh_\(name)_sum \(Self.seconds(figures.sum))\nmesh_\(name)_count \(figures.count)\n"
    }

    private static func seconds(_ nanoseconds: Int64) -> String { "\(Double(nanoseconds) / 1_000_000_000)" }

    private enum MetricType: String {
        case gauge
        case counter
        case histogram
    }

    private typealias Sample = (labels: [(name: String, value: String)], value: String)

    private mutating func add(
        _ name: String,
        _ kind: MetricType,
        _ help: String,
        _ samples: [Sample],
        suffix: String = ""
    ) {
        guard !samples.isEmpty else { return }
        text += "# HELP mesh_\(name) \(help)\n# TYPE mesh_\(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            let name = "mesh_\(name)\(suffix)"
            text += labels.isEmpty ? "\(name) \(sample.value)\n" : "\(name){\(labels)} \(sample.value)\n"
        }
    }

    /// Backslash, quotation mark and line feed are escaped in a label's value.
    private static func escaped(_ value: String) -> String {
        value.replacingBytes { byte in
            switch byte {
            case UInt8(ascii: "\\"): #"\\"#
            case UInt8(ascii: "\""): #"\""#
            case UInt8(ascii: "\n"): #"\n"#
            default: nil
            }
        }
    }
}
