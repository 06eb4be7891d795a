import Bytes
import Reactor

/// The sockets that are ready and wait to be served, so that who asks for little is not kept waiting by who floods.
///
/// Two rows, as in RFC 8290: in the first stand those who had nothing waiting before, in the second all others. Who was
/// served goes to the end of the second, and must find nothing to do when it comes up there to count as new again.
///
///     new ──▶ first row ──served──▶ second row ──served──▶ its end
///                                     │
///                                     └─ nothing came meanwhile ──▶ forgotten, and new the next time
///
/// The second row pays: who cost more than ``quantum`` when it was served is passed over until it has made up for it
/// (deficit round robin, after Shreedhar and Varghese). So nobody gets more of the time for sending what costs more.
struct ReadySources {
    /// What one socket may cost before it is the next one's turn, in nanoseconds of ``TurnBudget``.
    static let quantum = 250_000

    /// How many of the first row are served at most before one of the second, which would otherwise wait for ever while
    /// new ones come.
    static let mostNewInARow = 4

    /// A socket that stands in one of the rows.
    private struct Source {
        /// What is to be done, if anything.
        var event: ReadyEvent?

        /// What it may cost before it is passed over, in nanoseconds.
        var credit = ReadySources.quantum

        /// In which turn it was served last; none is the 0th.
        var servedIn = 0
    }

    private var sources: [UInt64: Source] = [:]
    private var newcomers = Queue<UInt64>()
    private var others = Queue<UInt64>()
    private var newInARow = 0
    private var turn = 1

    /// How many sockets wait.
    private(set) var count = 0

    /// Whether nobody waits.
    var isEmpty: Bool { count == 0 }

    /// How many stand in the rows, whether they wait or not.
    var rowCount: Int { sources.count }

    /// Whether a socket waits from which something is to be read.
    func hasUnread(_ token: UInt64) -> Bool { sources[token]?.event?.isReadable == true }

    /// Takes in that a turn begins: before the first socket is taken, all that became ready are added.
    mutating func beginTurn() { turn += 1 }

    /// Notes what the loop says of a socket; one that stands in a row already keeps its place.
    mutating func add(_ event: ReadyEvent) {
        guard var source = sources[event.token] else {
            sources[event.token] = Source(event: event)
            newcomers.append(event.token)
            count += 1
            return
        }
        if var known = source.event {
            known.isReadable = known.isReadable || event.isReadable
            known.isWritable = known.isWritable || event.isWritable
            known.isHungUp = known.isHungUp || event.isHungUp
            source.event = known
        } else {
            source.event = event
            count += 1
        }
        sources[event.token] = source
    }

    /// Takes the socket whose turn it is.
    ///
    /// - Returns: What is to be done; `nil` when nobody waits who was not served in this turn.
    mutating func popFirst() -> ReadyEvent? {
        if newInARow < Self.mostNewInARow, let event = popNew() { return event }
        if let event = popOther() {
            newInARow = 0
            return event
        }
        return popNew()
    }

    /// Takes in what it cost to serve a socket.
    mutating func charge(_ cost: Int, to token: UInt64) { sources[token]?.credit -= cost }

    private mutating func popNew() -> ReadyEvent? {
        guard let token = newcomers.popFirst() else { return nil }
        newInARow += 1
        return serve(token)
    }

    private mutating func popOther() -> ReadyEvent? {
        while let token = others.first, let source = sources[token], source.servedIn != turn {
            _ = others.popFirst()
            guard source.event != nil else {
                sources[token] = nil
                continue
            }
            if source.credit <= 0 { sources[token]?.credit += Self.quantum }
            guard source.credit + Self.quantum > 0 else {
                others.append(token)
                continue
            }
            return serve(token)
        }
        return nil
    }

    private mutating func serve(_ token: UInt64) -> ReadyEvent? {
        guard var source = sources[token], let event = source.event else { return nil }
        source.event = nil
        source.servedIn = turn
        sources[token] = source
        others.append(token)
        count -= 1
        return event
    }
}
