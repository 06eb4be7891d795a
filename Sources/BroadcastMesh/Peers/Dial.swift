import Reactor

/// A peer that this node dials, again and again until it is there.
struct Dial {
    /// The peer's name.
    let peer: String

    /// What carries the link.
    let transport: LinkTransport

    /// Where to dial.
    let endpoint: Endpoint

    /// The addresses of the host that were not tried since it was last asked for: the next try is told by ``nextTry``
    /// only when none is left.
    var untried: [SocketAddress] = []

    /// How long to wait before the next try.
    var backoff = Backoff()

    /// When to try next, in monotonic nanoseconds; `nil` while a try or a connection is there.
    var nextTry: Int64?

    /// The reason why the last try failed, to tell it once and not every two seconds.
    var lastFailure: String?
}
