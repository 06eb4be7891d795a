import Reactor

/// The peers that a node dials: when, where next, and how long to wait after it was in vain.
///
///     due ──▶ addresses of the host ──▶ the first ──in vain──▶ the next … ──none left──▶ wait, twice as long each time
///                                          └──a link is up──▶ the next try comes at once
struct Dialer {
    /// After how many failures people are told: the very first ones are usual while a mesh starts.
    static let quietFailures = 3

    /// What follows from a failure.
    enum Failure: Equatable {
        /// Try this address of the same peer.
        case goOn(SocketAddress)

        /// Wait; the reason is worth a line when it is another than before.
        case wait(isNews: Bool)
    }

    private var dials: [Dial] = []

    /// Dials nobody.
    init() {}

    /// Dials the peers whose links say so, at once.
    init(_ links: [LinkConfiguration], at now: Int64) {
        dials = links.compactMap { link in
            link.dialAddress.map { Dial(peer: link.peer, transport: link.transport, endpoint: $0, nextTry: now) }
        }
    }

    /// One of the dials; `nil` when the node has stopped dialing.
    subscript(index: Int) -> Dial? { dials.indices.contains(index) ? dials[index] : nil }

    /// When the next peer is due, in monotonic nanoseconds.
    var deadline: Int64? { dials.compactMap(\.nextTry).min() }

    /// The dials that are due, each once; none of them is due again before it has failed.
    mutating func takeDue(at now: Int64) -> [Int] {
        dials.indices.filter { index in
            guard let nextTry = dials[index].nextTry, nextTry <= now else { return false }
            dials[index].nextTry = nil
            return true
        }
    }

    /// Takes in the addresses of a peer's host.
    ///
    /// - Parameters:
    ///   - addresses: Those that can be used.
    ///   - index: Which dial.
    /// - Returns: The one to try first.
    mutating func begin(_ addresses: [SocketAddress], of index: Int) -> SocketAddress? {
        guard dials.indices.contains(index), let first = addresses.first else { return nil }
        dials[index].untried = Array(addresses.dropFirst())
        return first
    }

    /// Takes in that a try was in vain.
    ///
    /// - Parameters:
    ///   - index: Which dial.
    ///   - reason: Why.
    ///   - mayGoOn: Whether another address may be tried now.
    ///   - now: Monotonic nanoseconds.
    ///   - chance: Any number; see ``Backoff/delay(chance:)``.
    /// - Returns: What follows.
    mutating func fail(_ index: Int, _ reason: String, mayGoOn: Bool, at now: Int64, chance: UInt64) -> Failure {
        guard dials.indices.contains(index) else { return .wait(isNews: false) }
        if mayGoOn, !dials[index].untried.isEmpty { return .goOn(dials[index].untried.removeFirst()) }
        dials[index].nextTry = now + dials[index].backoff.delay(chance: chance)
        dials[index].backoff.fail()
        guard dials[index].backoff.failures > Self.quietFailures, dials[index].lastFailure != reason else {
            return .wait(isNews: false)
        }
        dials[index].lastFailure = reason
        return .wait(isNews: true)
    }

    /// Takes in that a link is up.
    mutating func succeed(_ index: Int) {
        guard dials.indices.contains(index) else { return }
        dials[index].backoff.succeed()
        dials[index].untried = []
        dials[index].lastFailure = nil
    }
}
