/// What the shell must know or do; see ``GossipNode/takeEvents()``.
public enum GossipEvent: Sendable, Equatable {
    /// The users of a chat channel are others than before.
    case usersChanged(channel: Int)

    /// A claim of this node lost its name to an earlier one: its client is to be closed.
    case claimLost(Claim)

    /// A claim of this node went to a newer connection of the same client: the older one is to be closed.
    case claimReplaced(Claim)

    /// Nothing but clocks says whether a claim of this node or another connection of the same client is newer: it is to be
    /// found out whether its client is still there. If nobody answers for three seconds, it is to be closed.
    case claimDoubted(Claim)

    /// A link is open: the peer is known. Of one that is closed before that is told only its end is.
    case linkUp(link: Int, peer: String)

    /// A link that was open has closed.
    case linkDown(peer: String, LinkError)

    /// A link is to be closed by the shell, once what ``GossipNode/produce(for:into:limit:at:)`` has is sent.
    case dropLink(link: Int, LinkError)

    /// A peer's wall clock is more than a minute off against this node's, by so many microseconds: positive when the
    /// peer's is ahead.
    case clocksApart(peer: String, microseconds: Int64)

    /// A peer's wall clock, that was, is not any more.
    case clocksTogether(peer: String)

    /// A peer was told other things than this node which should be the same, from now on; none: they are the same again.
    case settingsDiffer(peer: String, [Agreement.Matter])

    /// Other nodes can be reached than before.
    case nodesChanged

    /// This node took up a new run, since the mesh knew its name with an epoch at or above its own.
    case runRenewed(epoch: UInt64)

    /// Another entry than the one that is held came under its number, from a peer: two histories of one run.
    ///
    /// Told once for each run.
    case forked(MessageID, peer: String)

    /// Another live process goes by this node's name: one of the two must stop.
    case anotherProcess
}

extension GossipEvent {
    /// The number of the link that it is about; `nil` when it names none.
    var link: Int? {
        switch self {
        case .linkUp(let link, _), .dropLink(let link, _): link
        case .usersChanged, .claimLost, .claimReplaced, .claimDoubted, .linkDown, .clocksApart, .clocksTogether: nil
        case .settingsDiffer, .nodesChanged, .runRenewed, .forked, .anotherProcess: nil
        }
    }
}
