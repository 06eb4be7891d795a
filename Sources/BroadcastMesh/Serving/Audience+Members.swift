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

    /// What the live clients were sent, or are sent in this round.
    var standing: Standing { Standing(place: place, usersVersion: users.version) }

    /// From where on live clients are still to be given the channel's frames, or just are; `nil` where there are none.
    var firstAwaited: Int? { members.isEmpty ? nil : round?.before.place.offset ?? place.offset }

    /// What one of the live clients was sent.
    ///
    /// - Parameter index: Its index among the members.
    /// - Returns: What it was sent, with what the round gave it if that has served it.
    func standing(of index: Int32) -> Standing {
        guard let round, Int(index) < round.unserved else { return standing }
        return round.before
    }
}
