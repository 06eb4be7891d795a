import Bytes
import Gossip

/// What `/status` says of each channel, as JSON, made anew only for those that changed.
///
/// With 20,000 channels a comparison of a few numbers each takes about a millisecond, and writing them all some twenty: so
/// that is done in as many turns as it takes.
struct ChannelLines {
    /// What is said of one channel.
    struct Line {
        /// Its name: a number is used again, and two channels may count the same.
        var name: [UInt8]

        /// What it counts.
        var figures: ChannelFigures

        /// How many clients it has on this node.
        var clients: Int

        /// The same as a JSON object; empty where a number has no channel.
        var json: [UInt8] = []
    }

    /// By channel number.
    private(set) var lines: [Line?] = []

    /// The channel with which the next call of ``update(_:clients:paidBy:)`` goes on.
    private var next = 0

    /// Brings lines up to date, or as many of them as the turn has room for.
    ///
    /// - Parameters:
    ///   - channels: The channels.
    ///   - clients: How many clients a channel has on this node.
    ///   - budget: Pays.
    /// - Returns: Whether all were looked at; else the next call goes on.
    mutating func update(_ channels: ChannelTable, clients: (Int) -> Int, paidBy budget: inout TurnBudget) -> Bool {
        while lines.count < channels.count { lines.append(nil) }
        while next < channels.count {
            guard budget.isOpen else { return false }
            let isNew = update(next, of: channels, clients: clients)
            budget.spend(channelLines: isNew ? 1 : 0, looks: 1)
            next += 1
        }
        next = 0
        return true
    }

    /// - Returns: Whether the line was written anew.
    private mutating func update(_ number: Int, of channels: ChannelTable, clients: (Int) -> Int) -> Bool {
        guard let figures = channels.figures(of: number) else {
            if lines[number] != nil { lines[number] = nil }
            return false
        }
        let (name, clientCount) = (channels.name(of: number), clients(number))
        if let line = lines[number], line.figures == figures, line.clients == clientCount, line.name == name {
            return false
        }
        let channel = StatusReport.Channel(figures, named: name, clients: clientCount)
        lines[number] = Line(name: name, figures: figures, clients: clientCount, json: channel.json)
        return true
    }
}

extension StatusReport.Channel {
    /// What is said of a channel.
    init(_ figures: ChannelFigures, named name: [UInt8], clients: Int) {
        self.init(
            kind: figures.kind == .chat ? "chat" : "relay",
            name: String(decoding: name, as: UTF8.self),
            clients: clients,
            messages: figures.messageCount,
            bytes: figures.byteCount,
            transcript: figures.transcript.hexadecimal,
            lost: figures.lostCount
        )
    }
}
