import Glibc

/// What it means for the datagrams that wait when the kernel takes none of them.
enum SendRefusal: Equatable {
    /// The socket's buffer is full, and the poller tells when it is not.
    case full

    /// A signal came; the same again.
    case interrupted

    /// This datagram goes nowhere: its address is out of reach, forbidden or makes no sense, or it is too large for the
    /// way (`ENETUNREACH`, `EHOSTUNREACH`, `ECONNREFUSED`, `EPERM`, `EACCES`, `EMSGSIZE`, `EINVAL`). Others may.
    case one

    /// The system has no room for any (`ENOBUFS`, `ENOMEM`: udp(7), a full queue of the network interface). The socket counts as
    /// writable all the while, so waiting for that would be a busy loop: what waits is lost, and sent again when its
    /// time comes.
    case all

    init(_ code: CInt) {
        switch code {
        case EAGAIN: self = .full
        case EINTR: self = .interrupted
        case ENOBUFS, ENOMEM: self = .all
        default: self = .one
        }
    }
}
