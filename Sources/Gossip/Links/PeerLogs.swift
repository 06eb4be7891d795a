/// What is known of one origin's log at the other end of a link.
struct PeerLog {
    /// The newest entry that the peer is known to hold.
    var head: UInt64 = 0

    /// The oldest message that the peer said it holds.
    var floor: UInt64 = 0

    /// We send only heads: the peer gets the entries from elsewhere.
    var isLazy = false

    /// We asked the peer to send only heads.
    var isPruned = false

    /// The peer is to hear of our head.
    var isUnannounced = false

    /// It stands in the link's list of what to prune, or to graft.
    var isPruneQueued = false
    var isGraftQueued = false

    /// Entries that came although we have them and asked for heads only.
    var strayCount: UInt8 = 0
}

/// What is known of all origins' logs at the other ends of all links: a row for each origin, with a place for each link.
///
/// An entry concerns one origin and every link, so what it asks for lies side by side in memory.
struct PeerLogs {
    private var logs: [PeerLog] = []

    /// How many links have a place in each row.
    private var width = 0

    private var rowCount = 0

    /// Which row an origin has, by its number; negative once it is closed.
    private var rows: [Int32] = []

    /// Rows of origins that are closed.
    private var freeRows: [Int32] = []

    /// Adds an origin that has just been given its number.
    mutating func addOrigin() {
        if let free = freeRows.popLast() {
            rows.append(free)
        } else {
            rows.append(Int32(rowCount))
            rowCount += 1
            logs.append(contentsOf: repeatElement(PeerLog(), count: width))
        }
    }

    /// Forgets an origin, for ever.
    mutating func closeOrigin(_ origin: Int) {
        let row = Int(rows[origin])
        for place in row * width..<(row + 1) * width { logs[place] = PeerLog() }
        freeRows.append(rows[origin])
        rows[origin] = -1
    }

    /// Makes room for links with numbers below `count`.
    mutating func makeRoom(forLinks count: Int) {
        guard count > width else { return }
        var wider: [PeerLog] = []
        wider.reserveCapacity(rowCount * count)
        for row in 0..<rowCount {
            wider.append(contentsOf: logs[row * width..<(row + 1) * width])
            wider.append(contentsOf: repeatElement(PeerLog(), count: count - width))
        }
        logs = wider
        width = count
    }

    /// What is known of an origin's log at the other end of a link, to be read or changed in place.
    subscript(origin: Int, link: Int) -> PeerLog {
        _read { yield logs[Int(rows[origin]) * width + link] }
        _modify { yield &logs[Int(rows[origin]) * width + link] }
    }

    /// The newest entry of an origin that any peer, of a link that still has its place, is known to hold.
    func newestHead(of origin: Int) -> UInt64 {
        var head: UInt64 = 0
        let row = Int(rows[origin])
        for place in row * width..<(row + 1) * width { head = max(head, logs[place].head) }
        return head
    }

    /// Forgets everything about a link that has closed.
    mutating func forget(link: Int) {
        guard link < width else { return }
        for row in 0..<rowCount { logs[row * width + link] = PeerLog() }
    }

    /// Makes every link eager again, in both directions.
    mutating func makeAllEager() {
        for place in logs.indices {
            logs[place].isLazy = false
            logs[place].isPruned = false
        }
    }
}
