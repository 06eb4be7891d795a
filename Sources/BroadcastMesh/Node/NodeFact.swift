import Reactor

/// What a node is told beside the readiness of its sockets.
enum NodeFact: Sendable {
    /// The addresses of a peer's host, or why there are none.
    case resolved(Result<[SocketAddress], SystemError>, dial: Int)

    /// The disk has what it was waited for.
    case synced(DiskWait)

    /// What became of segments that were to be rewritten.
    case folded([SegmentName], Result<SegmentFold.Outcome, StorageError>)

    /// The disk cannot be waited for: nothing can be promised any more.
    case diskFailed(StorageError)

    /// What the files of the certificate say.
    case certificate(Result<CertificateFiles, CertificateError>)

    /// The files of the certificate are to be read now.
    case certificateChanged

    /// A starting node is to serve without having heard from its peers.
    case impatient

    /// The node is to stop, after so many nanoseconds in which it serves.
    case stop(after: Int64)
}
