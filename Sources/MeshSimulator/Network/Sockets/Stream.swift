import Reactor

/// A connection between two hosts: two flows of bytes, and what became of each end.
///
///     connecting ──▶ standing ──▶ closed
///         └──▶ failed                └── what still comes is answered with an RST
struct Stream: Sendable {
    /// One end of it.
    struct End: Sendable {
        /// Where the end stands.
        enum Standing: Equatable, Sendable {
            /// It was begun, and is not decided.
            case connecting

            /// It stands.
            case standing

            /// It came to nothing; the value is `errno`.
            case failed(Int32)

            /// Its process has closed it, or is gone.
            case closed
        }

        /// Whose it is.
        let host: Int

        /// Where it is.
        let address: SocketAddress

        /// Where the end stands.
        var standing: Standing

        /// The socket, while a process has it.
        var socket: Int?
    }

    /// Its ends: who dialed, and who accepted.
    var ends: [2 of End]

    /// What each end sends.
    var flows: [2 of Flow] = [Flow(), Flow()]

    /// How often the dialer has knocked.
    var knocks = 0

    /// Whether the other side has taken the connection in.
    var isAnswered = false
}
