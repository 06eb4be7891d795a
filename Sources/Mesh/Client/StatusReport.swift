/// What a node sees, as tables.
struct StatusReport {
    /// Everything, for standard output.
    let text: String

    /// Lays out the answer of a node.
    init(_ status: NodeStatus) {
        var lines = [
            "\(status.node)@\(status.epoch), version \(status.version), up \(Self.duration(status.uptimeSeconds)), "
                + "\(status.clients) client\(status.clients == 1 ? "" : "s")"
        ]
        func add(_ title: String, _ table: Table) {
            guard !table.lines.isEmpty else { return }
            lines += ["", title] + table.lines
        }
        add("Links", Self.links(status))
        add(
            "Nodes",
            Table(
                headings: ["name", "http", "links"],
                status.nodes.map { [$0.name, $0.http, $0.links.joined(separator: ", ")] }
            )
        )
        add(
            "Users",
            Table(
                headings: ["username", "channel", "node"],
                status.users.map { user in
                    [TerminalText.line(user.username), TerminalText.line(user.channel), user.node]
                }
            )
        )
        add("Channels", Self.channels(status))
        let messages = status.messages
        lines += [
            "",
            "Messages: \(messages.posted) posted here, \(messages.received) received, \(messages.delivered) delivered, "
                + "\(messages.duplicates) duplicates dropped, \(messages.lost) lost",
        ]
        text = lines.joined(separator: "\n")
    }

    private static func links(_ status: NodeStatus) -> Table {
        Table(
            headings: ["peer", "transport", "state", "round trip", "sent", "received", "duplicates"],
            status.links.map { link in
                [
                    link.peer, link.transport, link.state, link.roundTripMs.map(milliseconds) ?? "-",
                    "\(link.sentMessages) (\(TerminalText.size(link.sentBytes)))",
                    "\(link.receivedMessages) (\(TerminalText.size(link.receivedBytes)))", "\(link.duplicates)",
                ]
            }
        )
    }

    private static func channels(_ status: NodeStatus) -> Table {
        Table(
            headings: ["kind", "name", "clients", "messages", "size", "transcript", "lost"],
            status.channels.map { channel in
                [
                    channel.kind, channel.name.isEmpty ? "\"\"" : TerminalText.line(channel.name), "\(channel.clients)",
                    "\(channel.messages)", TerminalText.size(channel.bytes), channel.transcript, "\(channel.lost)",
                ]
            }
        )
    }

    private static func milliseconds(_ value: Double) -> String {
        // Two decimals, without the printf that is not here.
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) ms"
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds)
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7200: return "\(whole / 60) min"
        case ..<172_800: return "\(whole / 3600) h"
        default: return "\(whole / 86_400) days"
        }
    }
}
