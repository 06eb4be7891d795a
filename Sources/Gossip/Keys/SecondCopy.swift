/// Whether a second node holds, or held, a message that this one took; see ``GossipNode/secondCopy(of:)``.
public enum SecondCopy: Equatable, Sendable {
    /// Nobody has said so yet.
    case awaited

    /// Nobody has, though a neighbour holds what follows: it is longer than messages may be there. Another may.
    case passedOver

    /// A neighbour has said so while the message was held here, or another node took it.
    case held

    /// Nobody will ever say so: the message was let go before.
    case never
}
