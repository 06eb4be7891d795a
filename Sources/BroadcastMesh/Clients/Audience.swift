import Gossip
import Reactor

/// The clients of one channel, as the fan-out needs them.
///
/// Nearly all clients of a channel have been sent exactly the same: everything up to ``place``. They are live, and
/// stand in ``members``, without a cursor of their own. The others read by themselves: they have just come, their
/// sockets were full, or something is on its way that is for them alone. They come back as soon as they are where the
/// live ones are, and have nothing of their own left.
struct Audience {
    /// One client that was sent everything up to ``Audience/place``.
    struct Member {
        /// Where its bytes go.
        var socket: SocketNumber

        /// Where it is kept.
        var slot: Int32
    }

    /// The clients that are live, in no order.
    private(set) var members: [Member] = []

    /// What every live client was sent.
    var place: AudiencePlace

    /// The clients that have read everything, and are not live.
    var waiting: [ClientReference] = []

    /// How many clients the channel has, live or not.
    var clientCount = 0

    /// Who is there, as the clients were told; of a chat.
    var users = UserList()

    /// Starts without clients.
    init(at place: AudiencePlace) {
        self.place = place
    }

    /// Takes a client among the live ones, if it was sent exactly what they were, and stands between two frames.
    ///
    /// - Parameters:
    ///   - member: The client.
    ///   - permit: What it has read.
    ///   - outgoing: What is on its way to it.
    ///   - usersVersion: The list of users that it was sent.
    /// - Returns: Its index among the members; `nil` when it must go on by itself.
    mutating func join(
        _ member: Member,
        with permit: LivePermit,
        _ outgoing: borrowing Outgoing,
        usersVersion: UInt32
    ) -> Int32? {
        guard place.admits(permit), outgoing.isAtBoundary, usersVersion == users.version else { return nil }
        members.append(member)
        return Int32(members.count - 1)
    }

    /// Takes a client out of the live ones.
    ///
    /// - Parameter index: Its index among the members.
    /// - Returns: The member that has this index from now on, if any.
    mutating func leave(_ index: Int32) -> Member? {
        let last = members.removeLast()
        guard Int(index) < members.count else { return nil }
        members[Int(index)] = last
        return last
    }
}

/// A member that did not take everything it was sent.
struct Straggler {
    /// Where it is kept.
    var slot: Int32

    /// How many bytes it took; `nil` when its connection is lost.
    var taken: Int?
}

/// Gives the same bytes to every member: one call to the kernel for each, and nothing else.
///
/// This loop is where a busy node spends its time. It takes no memory, follows no reference and counts none;
/// whoever does not take everything is noted, for the slow path.
///
/// - Parameters:
///   - first: The bytes.
///   - second: Bytes to send behind them in the same call; usually none.
///   - members: Whom to send them.
///   - stragglers: Where those are added who did not take everything.
@inline(never)
func broadcast(
    _ first: Span<UInt8>,
    _ second: Span<UInt8> = Span(),
    to members: borrowing [Audience.Member],
    stragglers: inout [Straggler]
) {
    let isWhole = second.isEmpty
    let count = first.count + second.count
    for index in members.span.indices.reversed() {
        let member = members[index]
        switch isWhole ? member.socket.send(first) : member.socket.send(first, second) {
        case .sent(count): continue
        case .sent(let taken): stragglers.append(Straggler(slot: member.slot, taken: taken))
        case .wouldBlock: stragglers.append(Straggler(slot: member.slot, taken: 0))
        case .failed: stragglers.append(Straggler(slot: member.slot, taken: nil))
        }
    }
}
