import Bytes
import Reactor

/// A socket as a process has it.
struct FabricSocket: Sendable {
    /// What it is for.
    enum Matter: Sendable {
        /// Accepts connections; those that wait, by the socket of their end.
        case listener(waiting: Queue<Int>)

        /// One end of a stream.
        case end(stream: Int, end: Int)

        /// Sends and receives datagrams; those that wait, and where each came from.
        case datagrams(waiting: Queue<Parcel>)
    }

    /// A datagram that has arrived, or is on its way.
    struct Parcel: Sendable {
        /// What it says.
        var bytes: [UInt8]

        /// Who sent it, and to whom.
        var sender: SocketAddress
        var receiver: SocketAddress
    }

    /// What a process wants to hear of it.
    struct Watch: Sendable {
        /// What it is called.
        var token: UInt64

        /// What is reported.
        var interest: Interest
    }

    /// Whose it is.
    let process: Int

    /// Where it is bound.
    let address: SocketAddress

    /// What it is for.
    var matter: Matter

    /// What its process wants to hear; `nil` while it is not watched.
    var watch: Watch?

    /// Whether it is in the list of those that may be ready.
    var isCandidate = false

    /// Whether closing it cuts the connection.
    var resetsOnClose = false
}
