/// What a node sees, as tables.
struct StatusReport {
    /// Everything, for standard output.
    let text: String

    /// Lays out the answer of a node.
    init(_ status: NodeStatus) {
        var lines = [
            "\(TerminalText.name(status.node))@\(status.epoch), version \(TerminalText.name(status.version)), "
                + "up \(Self.duration(status.uptimeSeconds)), \(Quantity.count(status.clients)) client\(status.clients == 1 ? "" : "s")"
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
                Self.nodes(status)
            )
        )
        add(
            "Users",
            Table(
                headings: ["username", "channel", "node"],
                status.users.map { user in
                    [TerminalText.name(user.username), TerminalText.line(user.channel), TerminalText.name(user.node)]
                }
            )
        )
        add("Channels", Self.channels(status))
        let messages = status.messages
        lines += [
            "",
            "Messages: \(Quantity.count(messages.posted)) posted here, \(Quantity.count(messages.received)) received, "
                + "\(Quantity.count(messages.delivered)) delivered, "
                + "\(Quantity.count(messages.duplicates)) duplicates dropped, \(Quantity.count(messages.lost)) lost",
        ]
        text = lines.joined(separator: "\n")
    }

    /// The nodes in reach, with a mark at the one that tells, and those next to it that are not.
    private static func nodes(_ status: NodeStatus) -> [[String]] {
        let near = status.nodes.map { node in
            let name = node.name == status.node ? "\(node.name) (here)" : node.name
            return [name, node.http, node.links.joined(separator: ", ")].map(TerminalText.name)
        }
        let names = Set(status.nodes.map(\.name))
        let far = status.links.filter { $0.state != "up" }.map(\.peer).filter { !names.contains($0) }
        return near + far.map { [TerminalText.name($0), "-", "out of reach"] }
    }

    private static func links(_ status: NodeStatus) -> Table {
        let areAlike = status.links.allSatisfy(\.differs.isEmpty)
        let headings = ["peer", "transport", "state", "sealed", "round trip", "sent", "received", "duplicates"]
        return Table(
            headings: headings + (areAlike ? [] : ["mesh.json differs in"]),
            status.links.map { link in
                [
                    TerminalText.name(link.peer), TerminalText.name(link.transport), TerminalText.name(link.state),
                    link.isSealed ? "yes" : "no",
                    link.roundTripMs.map(milliseconds) ?? "-",
                    "\(Quantity.count(link.sentMessages)) (\(Quantity.bytes(link.sentBytes)))",
                    "\(Quantity.count(link.receivedMessages)) (\(Quantity.bytes(link.receivedBytes)))",
                    Quantity.count(link.duplicates),
                ] + (areAlike ? [] : [differences(of: link)])
            }
        )
    }

    private static func differences(of link: NodeStatus.Link) -> String {
        link.differs.isEmpty ? "-" : TerminalText.name(link.differs.joined(separator: " "))
    }

    private static func channels(_ status: NodeStatus) -> Table {
        Table(
            headings: ["kind", "name", "clients", "messages", "size", "transcript", "lost"],
            status.channels.map { channel in
                [
                    TerminalText.name(channel.kind),
                    channel.name.isEmpty ? "\"\"" : TerminalText.line(channel.name),
                    Quantity.count(channel.clients),
                    Quantity.count(channel.messages), Quantity.bytes(channel.bytes),
                    TerminalText.name(channel.transcript),
                    Quantity.count(channel.lost),
                ]
            }
        )
    }

    private static func milliseconds(_ value: Double) -> String {
        Quantity.time(nanoseconds: value * 1e6)
    }

    private static func duration(_ seconds: Double) -> String {
        // A server may say anything; nothing runs for longer than this many seconds.
        let whole = Int(min(max(0, seconds), 1e12))
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7200: return "\(whole / 60) min"
        case ..<172_800: return "\(whole / 3600) h"
        default: return "\(whole / 86_400) days"
        }
    }
}
