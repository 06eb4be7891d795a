import Gossip

/// How much a node keeps, and how much it may.
struct NodeSize: Sendable {
    /// What people call it.
    var name: String

    /// What waits in it, and what may.
    var queues: QueueReport
    var limits: QueueReport

    /// What its messages take, and what they may, in bytes.
    var messageBytes: Int
    var messageLimit: Int

    /// What is larger than it may ever be.
    var violations: [Violation] {
        [
            bound("arrivals", queues.arrivals, limits.arrivals),
            bound("bytes held back", queues.earlyBytes, limits.earlyBytes),
            bound("wants", queues.wants, limits.wants),
            bound("questions", queues.questions, limits.questions),
            bound("bytes of frames", queues.frameBytes, limits.frameBytes),
            bound("names", queues.names, limits.names),
            bound("users", queues.users, limits.users),
            bound("bytes of messages", messageBytes, messageLimit),
        ]
        .compactMap { $0 }
    }

    /// What still waits although nothing happens any more; only probes and their answers come and go.
    var leftovers: [Violation] {
        [
            bound("arrivals", queues.arrivals, 0),
            bound("bytes held back", queues.earlyBytes, 0),
            bound("wants", queues.wants, 0),
            bound("questions", queues.questions, 0),
        ]
        .compactMap { $0 }
    }

    private func bound(_ what: String, _ size: Int, _ limit: Int) -> Violation? {
        size > limit ? .outgrown(what: what, node: name, size: size, limit: limit) : nil
    }
}
