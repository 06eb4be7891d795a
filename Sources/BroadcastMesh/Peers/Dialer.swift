import Reactor

/// The peers that a node dials: when, where next, and how long to wait after it was in vain.
///
///     due ──▶ addresses of the host ──▶ the first ──in vain──▶ the next … ──none left──▶ wait, twice as long each time
///                                          └──a link is up──▶ the next try comes at once, unless such end each time
struct Dialer {
    /// After how many failures people are told: the very first ones are usual while a mesh starts.
    static let quietFailures = 3

    /// How long a dial rests while there is a link to the peer that the peer dialed, in nanoseconds: so much later than it
    /// could, it dials when that ends.
    static let linkedPause: Int64 = 500_000_000

    /// What follows from a failure.
    enum Failure: Equatable {
        /// Try this address of the same peer.
        case goOn(SocketAddress)

        /// Wait; the reason is worth a line when it is another than before.
        case wait(isNews: Bool)
    }

    /// In the order of their numbers.
    private var dials: [Dial] = []

    /// Counts the dials that there ever were.
    private var madeCount = 0

    /// Dials nobody.
    init() {}

    /// Dials the peers whose links say so, at once.
    init(_ links: [LinkConfiguration], at now: Int64) {
        reconfigure(links, at: now)
    }

    /// One of the dials, by its number; `nil` when the peer is not dialed any more.
    subscript(number: Int) -> Dial? { index(of: number).map { dials[$0] } }

    /// Dials the peers whose links say so from now on: those that are new at once, the others go on where they are.
    ///
    /// Over another transport a peer is a new one. What comes of a dial that is gone changes nothing.
    mutating func reconfigure(_ links: [LinkConfiguration], at now: Int64) {
        var wanted = Dictionary(uniqueKeysWithValues: links.filter(\.dials).map { ($0.peer, $0) })
        dials.removeAll { wanted[$0.peer]?.transport != $0.transport }
        for index in dials.indices {
            guard let endpoint = wanted.removeValue(forKey: dials[index].peer)?.dialAddress else { continue }
            if endpoint != dials[index].endpoint { dials[index].move(to: endpoint, at: now) }
        }
        for link in links where wanted[link.peer] != nil {
            guard let endpoint = link.dialAddress else { continue }
            var dial = Dial(number: madeCount, peer: link.peer, transport: link.transport, endpoint: endpoint)
            dial.nextTry = now
            dials.append(dial)
            madeCount += 1
        }
    }

    /// Where a dial is kept: they are sorted by their numbers.
    private func index(of number: Int) -> Int? {
        var range = dials.startIndex..<dials.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if dials[middle].number == number { return middle }
            range = dials[middle].number < number ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// When the next peer is due, in monotonic nanoseconds.
    var deadline: Int64? { dials.compactMap(\.nextTry).min() }

    /// The dials that are due, each once; none of them is due again before it has failed.
    mutating func takeDue(at now: Int64) -> [Int] {
        dials.indices.compactMap { index in
            guard let nextTry = dials[index].nextTry, nextTry <= now else { return nil }
            dials[index].begin()
            return dials[index].number
        }
    }

    /// Takes in the addresses of a peer's host.
    ///
    /// - Parameters:
    ///   - addresses: Those that can be used.
    ///   - number: Which dial.
    /// - Returns: The one to try first.
    mutating func begin(_ addresses: [SocketAddress], of number: Int) -> SocketAddress? {
        guard let index = index(of: number), let first = addresses.first else { return nil }
        dials[index].untried = Array(addresses.dropFirst())
        return first
    }

    /// Takes in that a try was in vain.
    ///
    /// - Parameters:
    ///   - number: Which dial.
    ///   - reason: Why.
    ///   - mayGoOn: Whether another address may be tried now.
    ///   - now: Monotonic nanoseconds.
    ///   - chance: Any number; see ``Backoff/delay(chance:)``.
    /// - Returns: What follows.
    mutating func fail(_ number: Int, _ reason: String, mayGoOn: Bool, at now: Int64, chance: UInt64) -> Failure {
        guard let index = index(of: number) else { return .wait(isNews: false) }
        if mayGoOn, !dials[index].untried.isEmpty { return .goOn(dials[index].untried.removeFirst()) }
        let wasLinked = dials[index].backoff.endLink(at: now)
        dials[index].nextTry = now + dials[index].backoff.delay(chance: chance)
        dials[index].backoff.fail()
        // Of a link that has ended, its own end is told.
        guard !wasLinked, dials[index].backoff.failures > Self.quietFailures, dials[index].lastFailure != reason else {
            return .wait(isNews: false)
        }
        dials[index].lastFailure = reason
        return .wait(isNews: true)
    }

    /// Puts a try off: the peer has dialed this node, and one link is enough.
    mutating func rest(_ number: Int, at now: Int64) {
        guard let index = index(of: number) else { return }
        dials[index].nextTry = now + Self.linkedPause
    }

    /// Tries again at once: what came is about where the peer was before.
    mutating func beginAnew(_ number: Int, at now: Int64) {
        guard let index = index(of: number) else { return }
        dials[index].nextTry = now
    }

    /// Takes in that a link is up.
    mutating func succeed(_ number: Int, at now: Int64) {
        guard let index = index(of: number) else { return }
        dials[index].backoff.succeed(at: now)
        dials[index].untried = []
        dials[index].lastFailure = nil
    }
}
