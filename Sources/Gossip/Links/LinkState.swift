/// What carries a link.
public enum LinkTransport: String, Sendable {
    /// A stream: nothing is lost while it is up.
    case tcp

    /// Datagrams: any of them can be lost, doubled or late.
    case udp
}

/// Where a link is in its life.
///
///     opening ──the peer's greeting──▶ up ──▶ closing
///        └───────────it is refused──────────────▲
enum LinkState {
    /// Our greeting is on its way, the peer's has not come. Whom this side dialed; `nil` when the peer did.
    case opening(expecting: String?)

    /// Both know who the other is.
    case up(LinkPeer)

    /// To be closed by the shell: nothing is read or sent any more but the last words. Who greeted, if anybody did.
    case closing(LinkPeer?)

    /// The number is free.
    case free
}

/// The process at the other end of a link.
struct LinkPeer {
    /// The node's number.
    let member: Int

    /// What it made up when it started.
    let bootNonce: UInt64

    /// The longest frame of a message that it takes, in bytes; it gets a gap in the place of a longer one.
    let frameLimit: Int

    /// What it understands beside what every node does.
    let capabilities: Capabilities

    /// Whether this side dialed.
    let isDialed: Bool

    /// When it greeted, in monotonic nanoseconds.
    let greetedAt: Int64

    /// What it was told that should be the same on every node; `nil` of one that does not say.
    var agreement: Agreement?

    /// Whether it showed that it hears us too: it sent more than its greeting, and nobody does before ours came.
    ///
    /// Until then the link does not count: where only one direction works, bytes alone would keep up half a link.
    var isConfirmed = false

    /// Whether its whole clock has come.
    var hasClock = false

    /// Who greeted.
    ///
    /// - Parameters:
    ///   - hello: What it said.
    ///   - member: The number of its node.
    ///   - isDialed: Whether this side dialed.
    ///   - now: The time.
    init(_ hello: Hello, member: Int, isDialed: Bool = false, at now: Moment) {
        self.member = member
        greetedAt = now.monotonic
        self.isDialed = isDialed
        bootNonce = hello.bootNonce
        frameLimit = Int(clamping: hello.frameLimit)
        capabilities = hello.capabilities
        agreement = hello.agreement
    }
}
