/// What a node keeps for later; in a mesh that is well it is next to nothing.
public struct QueueReport: Sendable, Equatable {
    /// Entries that some link has not looked at.
    public var arrivals = 0

    /// Bytes of entries that arrived above something missing.
    public var earlyBytes = 0

    /// Origins of which something is missing.
    public var wants = 0

    /// Questions to peers, and of peers, that wait for room on their links.
    public var questions = 0

    /// Bytes of frames that stand ready, or that arrived in part.
    public var frameBytes = 0

    /// Starts with nothing.
    public init() {}
}

extension GossipNode {
    /// What waits in this node now.
    public var queues: QueueReport {
        var queues = QueueReport()
        queues.arrivals = arrivals.count
        queues.earlyBytes = earlyByteCount
        queues.wants = wanted.count
        for link in links {
            queues.questions += link.asks.count + link.prunes.count + link.grafts.count + link.answers.count
            queues.frameBytes += link.control.count + link.input.count
        }
        return queues
    }

    /// What may wait in this node at most, whatever peers do: with every link that it has, and every run that it knows.
    public var queueLimits: QueueReport {
        let runs = origins.origins.count
        var limits = QueueReport()
        limits.arrivals = Link.lagLimit
        limits.earlyBytes = Self.earlyByteLimit
        limits.wants = runs
        // Of each run no more than one prune and one graft waits.
        limits.questions = links.count * (2 * Link.answerLimit + 2 * runs)
        limits.frameBytes = links.count * (Link.controlLimit + settings.frameBytes + 2 * Framing.overheadLimit)
        return limits
    }
}
