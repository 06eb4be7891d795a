/// What peers could make grow in a node; in a mesh that is well it is next to nothing.
public struct QueueReport: Sendable, Equatable {
    /// Entries that some link has not looked at.
    public var arrivals = 0

    /// Bytes of entries that arrived above something missing.
    public var earlyBytes = 0

    /// Origins of which something is missing.
    public var wants = 0

    /// Questions to peers, and of peers, and other short notes that wait for room on their links.
    public var questions = 0

    /// Bytes of frames that stand ready, or that arrived in part.
    public var frameBytes = 0

    /// Names of nodes that were heard of; they are kept.
    public var names = 0

    /// Users of all runs that were heard of.
    public var users = 0

    /// Starts with nothing.
    public init() {}
}

extension GossipNode {
    /// What waits in this node now.
    public var queues: QueueReport {
        var queues = QueueReport()
        queues.arrivals = arrivals.count
        queues.earlyBytes = repair.buffers.byteCount
        queues.wants = repair.missing.count
        queues.names = origins.members.count
        queues.users = presence.knownUserCount
        for link in links.all {
            queues.questions += link.outbox.noteCount
            queues.frameBytes += link.outbox.control.count + link.incoming.byteCount
        }
        return queues
    }

    /// What may wait in this node at most, whatever peers do: with every link that it has, and every run that it knows.
    public var queueLimits: QueueReport {
        let runs = origins.placeCount
        var limits = QueueReport()
        limits.arrivals = settings.limits.lag
        limits.earlyBytes = settings.limits.allEarlyBytes
        limits.wants = runs
        limits.names = settings.limits.members + runs
        limits.users = 2 * Presence.mostUsers + presence.state(of: ownRun).people.count
        // Of each run no more than one prune, one graft and one confirmation waits.
        limits.questions = links.indices.count * (2 * settings.limits.answers + 3 * runs)
        // Ready on each link: up to its limit, and one frame more; half arrived: one frame.
        let linkBytes = settings.limits.controlBytes + Framing.overheadLimit
        limits.frameBytes = links.indices.count * (linkBytes + Framing.lengthLimit(frameBytes: settings.frameBytes))
        return limits
    }
}
