import Reactor

/// The clients of one channel, as the fan-out needs them.
///
/// Nearly all clients of a channel have been sent exactly the same: everything up to ``reached``. They stand in
/// ``members``, without a cursor of their own. The others are *behind*: their sockets were full, or they skip what they
/// posted themselves. Those have a cursor each, and come back as soon as it gets to ``reached``.
struct Audience {
    /// One client that was sent everything up to ``Audience/reached``.
    struct Member {
        /// Where its bytes go.
        var socket: SocketNumber

        /// Where it is kept.
        var slot: Int32
    }

    /// The clients that were sent everything, in no order.
    var members: [Member] = []

    /// The offset in the channel's frames up to which every member was sent everything.
    var reached: Int

    /// How many frames ever lay below ``reached``, counted from when the first client came.
    var frameCount = 0

    /// The clients that have read everything, and are not live yet.
    var waiting: [ClientReference] = []

    /// How many clients the channel has, those behind included.
    var clientCount = 0

    /// When the list of users goes out; of a chat.
    var usersClock = UserListClock()

    /// The frame with the list of users that was sent last, and how many there were before it.
    var usersFrame: [UInt8] = []

    /// Counts the lists of users; a client remembers which one it got.
    var usersVersion: UInt32 = 0
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
