/// How often a person has gone to nodes, and what it left there.
struct BrowserVisits {
    /// Which of its connections it has, or is about to have.
    private(set) var serial: UInt64 = 0

    /// How many it has begun since a node last took it in.
    private var attempts: Int64 = 0

    /// One that it left without a word.
    private var ghost: BrowserConnection?

    /// The nodes that it has left, and when.
    private var departures: [(node: Int, time: Int64)] = []

    /// How long somebody waits until a node takes it in, in nanoseconds.
    private static let longestPatience: Int64 = 2_000_000_000

    /// Whether it has begun none since then.
    var areFresh: Bool { attempts == 0 }

    /// Begins another connection.
    mutating func begin() {
        serial += 1
        attempts += 1
    }

    /// A node has taken the person in.
    mutating func handleArrival() { attempts = 0 }

    /// The person leaves a node.
    mutating func noteDeparture(from node: Int, at now: Int64) { departures.append((node, now)) }

    /// Whether the person has left another node than this since then.
    func hasLeft(anotherThan node: Int, since time: Int64) -> Bool {
        departures.contains { $0.node != node && $0.time >= time }
    }

    /// How long the person waits this time: milliseconds first, if it is hurried, and twice as long each time.
    func patience(isHurried: Bool) -> Int64 {
        isHurried ? min(Self.longestPatience, 10_000_000 << min(attempts, 8)) : Self.longestPatience
    }

    /// Leaves a connection without a word; the one before that is reset.
    mutating func keep(_ connection: BrowserConnection?) {
        ghost?.leave(abruptly: true)
        ghost = connection
        ghost?.vanish()
    }
}
