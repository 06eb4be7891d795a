import JSON

extension StatusReport {
    /// The report as UTF-8, one line.
    var json: [UInt8] {
        let (json, users, channels) = jsonWithoutLists
        var bytes = Array(json[..<users])
        bytes += Self.members(self.users)
        bytes += json[users..<channels]
        bytes += self.channels.map(\.json).joined(separator: [UInt8(ascii: ",")])
        bytes += json[channels...]
        return bytes
    }

    /// Users as they stand in their list, without its brackets.
    static func members(_ users: some Sequence<User>) -> ArraySlice<UInt8> {
        var writer = JSONWriter()
        writer.list { writer in
            for user in users { writer.write(user) }
        }
        return writer.bytes.dropFirst().dropLast()
    }

    /// The report as UTF-8, one line, with empty lists of users and of channels, and where they are to stand in it.
    var jsonWithoutLists: (bytes: [UInt8], users: Int, channels: Int) {
        var (userPlace, channelPlace) = (0, 0)
        var line = JSONWriter.object { writer in
            writer.member("node", node)
            writer.member("epoch", epoch)
            writer.member("version", version)
            writer.member("uptime_seconds", uptimeSeconds)
            writer.list("links", links) { $0.write($1) }
            writer.list("nodes", nodes) { $0.write($1) }
            writer.key("users")
            writer.list { _ in }
            userPlace = writer.bytes.count - 1
            writer.member("clients", clients)
            writer.key("channels")
            writer.list { _ in }
            channelPlace = writer.bytes.count - 1
            writer.key("messages")
            writer.object { $0.write(messages) }
            guard let journal else { return }
            writer.key("journal")
            writer.object { $0.write(journal) }
        }
        line.append(UInt8(ascii: "\n"))
        return (line, userPlace, channelPlace)
    }
}

extension StatusReport.Channel {
    /// The channel as a JSON object.
    var json: [UInt8] {
        JSONWriter.object { writer in
            writer.member("kind", kind)
            writer.member("name", name)
            writer.member("clients", clients)
            writer.member("messages", messages)
            writer.member("bytes", bytes)
            writer.member("transcript", transcript)
            writer.member("lost", lost)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func list<Element>(
        _ key: String,
        _ elements: some Sequence<Element>,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        self.key(key)
        list { writer in
            for element in elements { write(&writer, element) }
        }
    }

    fileprivate mutating func write(_ link: StatusReport.Link) {
        object { writer in
            writer.member("peer", link.peer)
            writer.member("transport", link.transport)
            writer.member("state", link.state)
            writer.member("round_trip_ms", orNull: link.roundTripMs)
            writer.member("sent_bytes", link.sentBytes)
            writer.member("received_bytes", link.receivedBytes)
            writer.member("sent_messages", link.sentMessages)
            writer.member("received_messages", link.receivedMessages)
            writer.member("duplicates", link.duplicates)
            writer.member("sealed", link.isSealed)
            writer.member("clock_skew_ms", orNull: link.clockSkewMs)
            writer.member("differs", link.differs)
        }
    }

    /// A figure that may be unknown: its key is there all the same, so that a program need not ask for it.
    private mutating func member(_ name: String, orNull figure: Double?) {
        key(name)
        if let figure { value(figure) } else { null() }
    }

    fileprivate mutating func write(_ node: StatusReport.KnownNode) {
        object { writer in
            writer.member("name", node.name)
            writer.member("epoch", node.epoch)
            writer.member("http", node.http)
            writer.member("links", node.links)
        }
    }

    fileprivate mutating func write(_ user: StatusReport.User) {
        object { writer in
            writer.member("username", user.username)
            writer.member("node", user.node)
            writer.member("channel", user.channel)
        }
    }

    fileprivate mutating func write(_ messages: StatusReport.Messages) {
        member("posted", messages.posted)
        member("received", messages.received)
        member("delivered", messages.delivered)
        member("duplicates", messages.duplicates)
        member("lost", messages.lost)
        member("forks", messages.forks)
        member("refused_runs", messages.refusedRuns)
    }

    fileprivate mutating func write(_ journal: JournalReport) {
        member("segments", journal.segments)
        member("bytes", journal.bytes)
        member("written_messages", journal.writtenMessages)
        member("written_bytes", journal.writtenBytes)
        member("write_seconds", journal.writeSeconds)
        member("syncs", journal.syncs)
        member("sync_seconds", journal.syncSeconds)
    }
}
