import Reactor

/// What a node cannot do by itself, since it takes time, or is about those who wait for the node.
enum NodeDirective: Sendable {
    /// Find the addresses of a peer's host, and tell ``NodeFact/resolved(_:dial:)``.
    case resolve(Endpoint, dial: Int)

    /// Wait for the disk where nobody waits, and tell ``NodeFact/synced(_:)`` or ``NodeFact/diskFailed(_:)``.
    case wait(DiskWait)

    /// Rewrite segments where nobody waits, and tell ``NodeFact/folded(_:_:)``.
    case fold(SegmentFold)

    /// Read the files of the certificate where nobody waits, and tell ``NodeFact/certificate(_:)``.
    case readCertificate(TLSConfiguration)

    /// End the process at once, as `kill -9` does; only a node of a demonstration asks for it.
    case crash

    /// The node has come through its start: it serves, or it was stopped before it did.
    case started

    /// The node has stopped: it has nothing open and nothing to do, and needs no further turn.
    case ended
}
