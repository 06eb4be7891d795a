/// What is known of one origin's log at the other end of a link.
struct PeerLog {
    /// The newest entry that the peer is known to hold.
    private(set) var head: UInt64 = 0

    /// The oldest message that the peer said it holds.
    private(set) var floor: UInt64 = 0

    /// Whether the peer is about to hear of our head.
    private(set) var isUnannounced = false

    /// Whether it was waited in vain for the peer to bring what another said is gone, and it has told of nothing since.
    private(set) var isAwaitedInVain = false

    /// The peer holds an entry, or was sent it.
    mutating func note(head: UInt64) {
        self.head = max(self.head, head)
    }

    /// The peer told of entries above one, and never brought them.
    mutating func disbelieve(above head: UInt64) {
        self.head = min(self.head, head)
    }

    /// The peer says which is the oldest message that it holds.
    mutating func note(floor: UInt64) {
        self.floor = floor
    }

    /// The peer had the time to bring what another said is gone, and did not even tell of it: it may hear of it from us.
    mutating func noteAwaitedInVain() {
        isAwaitedInVain = true
    }

    /// The peer tells of entries that it did not get from us.
    mutating func noteOtherSource() {
        isAwaitedInVain = false
    }

    /// The peer is to hear of our head.
    mutating func announce() {
        isUnannounced = true
    }

    /// The peer heard of our head, or is about to.
    mutating func noteAnnounced() {
        isUnannounced = false
    }
}

/// What is known of all origins' logs at the other ends of links: a row for each origin, with a place for each peer.
///
/// An entry concerns one origin and every link, so what it asks for lies side by side in memory.
typealias PeerLogs = RunGrid<PeerLog>

extension RunGrid<PeerLog> {
    /// The newest entry of an origin that any peer, of a link that still has its place, is known to hold.
    func newestHead(of origin: Int) -> UInt64 {
        var head: UInt64 = 0
        for place in places(of: origin) { head = max(head, self[place: place].head) }
        return head
    }
}
