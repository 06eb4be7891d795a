import Bytes
import Reactor

/// A member that did not take everything it was sent.
struct Straggler {
    /// Where it is kept.
    var slot: Int32

    /// How many bytes it took; `nil` when its connection is lost.
    var taken: Int?
}

/// Gives the same bytes to many members: one call to the network for each, and nothing else.
///
/// This loop is where a busy node spends its time. It takes no memory, follows no reference and counts none;
/// whoever does not take everything is noted, for the slow path.
///
/// - Parameters:
///   - first: The bytes.
///   - second: Bytes to send behind them in the same call; usually none.
///   - members: The members of an audience.
///   - slice: Which of them to send it to, by their indices.
///   - network: Where their sockets are; for the kernel's there is a function of its own.
///   - stragglers: Where those are added who did not take everything.
@inline(never)
@specialized(where Wire == LinuxNetwork)
func broadcast<Wire: Network>(
    _ first: Span<UInt8>,
    _ second: Span<UInt8> = Span(),
    to members: borrowing [Audience.Member],
    in slice: Range<Int>,
    on network: Wire,
    stragglers: inout [Straggler]
) {
    let isWhole = second.isEmpty
    let count = first.count + second.count
    let members = members.span.extracting(slice)
    network.beginBroadcast(first, second)
    defer { network.endBroadcast() }
    for index in members.indices.reversed() {
        let member = members[index]
        switch isWhole ? network.send(first, on: member.socket) : network.send(first, second, on: member.socket) {
        case .sent(count): continue
        case .sent(let taken): stragglers.append(Straggler(slot: member.slot, taken: taken))
        case .wouldBlock: stragglers.append(Straggler(slot: member.slot, taken: 0))
        case .failed: stragglers.append(Straggler(slot: member.slot, taken: nil))
        }
    }
}
