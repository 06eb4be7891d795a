import Bytes
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

    /// Whether what its clients get from an offset on is in a log still: in their rendition's, or in the channel's.
    func holds(_ offset: Int, with gossip: borrowing GossipNode) -> Bool {
        if let rendition = renditions.first { return rendition.holds(offset) }
        return gossip.channels.frames(of: channel)?.holds(offset) == true
    }

    /// What a client was sent.
    struct Standing: Equatable {
        /// The frames.
        var place: AudiencePlace

        /// The list of users.
        var usersVersion: UInt32
    }
}
