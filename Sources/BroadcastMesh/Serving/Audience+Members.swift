import Gossip
import Reactor

extension Audience {
    /// One client that was sent everything up to ``Audience/place``, or is about to be.
    struct Member {
        /// Where its bytes go.
        var socket: SocketNumber

        /// Where it is kept.
        var slot: Int32
    }

    /// What a client was sent.
    struct Standing: Equatable {
        /// The frames.
        var place: AudiencePlace

        /// The list of users.
        var usersVersion: UInt32
    }
}
