import Reactor

/// A peer that this node dials, again and again until it is there.
struct Dial {
    /// Which of all dials that there ever were.
    let number: Int

    /// The peer's name.
    let peer: String

    /// What carries the link.
    let transport: LinkTransport

    /// Where to dial.
    private(set) var endpoint: Endpoint

    /// The addresses of the host that were not tried since it was last asked for: the next try is told by ``nextTry``
    /// only when none is left.
    var untried: [SocketAddress] = []

    /// How long to wait before the next try.
    var backoff = Backoff()

    /// When to try next, in monotonic nanoseconds; `nil` while a try or a connection is there.
    var nextTry: Int64?

    /// Whether the try that is under way, or the connection that came of it, leads to where the peer was before.
    private(set) var hasMoved = false

    /// The reason why the last try failed, to tell it once and not every two seconds.
    var lastFailure: String?

    /// Tries, now that it is time.
    mutating func begin() {
        nextTry = nil
        hasMoved = false
    }

    /// Dials elsewhere: at once, if it waits; a connection that is there stays.
    mutating func move(to endpoint: Endpoint, at now: Int64) {
        self.endpoint = endpoint
        untried = []
        backoff = Backoff()
        lastFailure = nil
        hasMoved = nextTry == nil
        if !hasMoved { nextTry = now }
    }
}
