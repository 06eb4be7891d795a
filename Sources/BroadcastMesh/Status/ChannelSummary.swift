import Gossip

/// What `/metrics` says of channels: the busiest by name, all others together.
///
/// Anybody can make a channel by its name, and each name is a time series that a Prometheus keeps.
struct ChannelSummary {
    /// How many channels are told by name.
    static let namedLimit = 100

    /// One channel, or several together.
    struct Part: Equatable {
        var kind: String
        var name: String
        var clients = 0
        var messages = 0
        var bytes = 0
        var lost: UInt64 = 0
    }

    /// How many channels there are.
    var count = 0

    /// Those with the most clients, and of equals those with the most messages.
    var named: [Part] = []

    /// All others.
    var others = Part(kind: "others", name: "")

    /// Says it of channels that were all looked at already.
    init(_ channels: [Part]) {
        count = channels.count
        let sorted = channels.indices.sorted { first, second in
            (channels[second].clients, channels[second].messages, first)
                < (channels[first].clients, channels[first].messages, second)
        }
        named = sorted.prefix(Self.namedLimit).sorted().map { channels[$0] }
        for number in sorted.dropFirst(Self.namedLimit) { others.add(channels[number]) }
    }

    /// Says it of a node's channels.
    ///
    /// - Parameters:
    ///   - lines: What each counts, by number.
    ///   - name: The name of a channel.
    init(_ lines: [ChannelLines.Line?], name: (Int) -> [UInt8]) {
        let numbers = lines.indices.filter { lines[$0] != nil }
        var parts = numbers.compactMap { lines[$0].map { Part($0) } }
        if numbers.count <= Self.namedLimit {
            for index in parts.indices { parts[index].name = String(decoding: name(numbers[index]), as: UTF8.self) }
            self.init(parts)
            return
        }
        // The names of those that are not told by name are not made.
        for index in parts.indices { parts[index].name = "\(numbers[index])" }
        self.init(parts)
        for index in named.indices {
            guard let number = Int(named[index].name) else { continue }
            named[index].name = String(decoding: name(number), as: UTF8.self)
        }
    }
}

extension ChannelSummary.Part {
    /// What one channel counts.
    init(_ line: ChannelLines.Line) {
        kind = line.figures.kind == .chat ? "chat" : "relay"
        name = ""
        clients = line.clients
        messages = line.figures.messageCount
        bytes = line.figures.byteCount
        lost = line.figures.lostCount
    }

    /// Adds what another counts.
    mutating func add(_ other: Self) {
        clients += other.clients
        messages += other.messages
        bytes += other.bytes
        lost &+= other.lost
    }
}
