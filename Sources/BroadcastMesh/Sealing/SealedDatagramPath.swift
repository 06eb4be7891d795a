import Reactor
import SystemTLS

/// A path of datagrams under its seal.
struct SealedDatagramPath {
    /// The seal.
    let secure: SecurePath

    /// Where its handshake goes.
    var address: SocketAddress

    /// When it is let go of unless it carries a path of the gossip, in monotonic nanoseconds.
    var deadline: Int64

    /// Whether its other end has begun it.
    var isAccepted: Bool

    /// What waits until the handshake is over: a greeting, which comes again if it is lost.
    var waiting: [UInt8] = []

    /// Whether its end was told.
    var isTold = false
}
