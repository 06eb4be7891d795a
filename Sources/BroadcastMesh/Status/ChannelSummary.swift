import Bytes
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

        /// How many messages were lost; `nil` of several channels: which those are changes, so the sum could fall, and what
        /// only counts up must not.
        var lost: UInt64?
    }

    /// How many channels there are.
    var count = 0

    /// Those with the most clients, and of equals those with the most messages, as far as they can be named.
    var named: [Part] = []

    /// All others.
    var others = Part(kind: "others", name: "")

    /// Says it of a node's channels; the names of those that are not told by name are not made.
    ///
    /// - Parameter lines: What is said of each, by number.
    init(_ lines: [ChannelLines.Line?]) {
        var busiest = Busiest()
        for number in lines.indices {
            guard let line = lines[number] else { continue }
            count += 1
            busiest.see(number, line)
        }
        let numbers = busiest.numbers
        var next = numbers.makeIterator()
        var nextNamed = next.next()
        for number in lines.indices {
            guard let line = lines[number] else { continue }
            guard number == nextNamed else {
                others.add(Part(line))
                continue
            }
            var part = Part(line)
            part.name = String(decoding: line.name, as: UTF8.self)
            named.append(part)
            nextNamed = next.next()
        }
    }

    /// Those with the most clients, and of equals those with the most messages, of however many: a stranger can make a
    /// hundred thousand channels, and to sort them all takes longer than a turn may.
    private struct Busiest {
        private typealias Rank = (clients: Int, messages: Int, number: Int)

        /// The first comes first.
        private var ranks: [Rank] = []

        /// Their numbers, in order.
        var numbers: [Int] { ranks.map(\.number).sorted() }

        /// Looks at another channel.
        ///
        /// One with a NUL in its name is not told by it: Prometheus reads no label with one, nor anything behind it.
        mutating func see(_ number: Int, _ line: ChannelLines.Line) {
            let rank = (line.clients, line.figures.messageCount, number)
            let isFull = ranks.count == ChannelSummary.namedLimit
            if isFull, let last = ranks.last, !Self.isBefore(rank, last) { return }
            guard !line.name.contains(0) else { return }
            if isFull { ranks.removeLast() }
            let place = (0..<ranks.count).partition { !Self.isBefore(rank, ranks[$0]) }
            ranks.insert(rank, at: place)
        }

        private static func isBefore(_ first: Rank, _ second: Rank) -> Bool {
            (second.clients, second.messages, first.number) < (first.clients, first.messages, second.number)
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

    /// Adds what another holds.
    mutating func add(_ other: Self) {
        clients += other.clients
        messages += other.messages
        bytes += other.bytes
    }
}
