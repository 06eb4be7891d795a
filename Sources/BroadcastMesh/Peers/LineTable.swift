import Reactor

/// The TCP side of the gossip port: what accepts peers, and the connections, by slot and by the link that they carry.
struct LineTable {
    /// What accepts peers, while the node runs.
    var listeners: ListenerGroup?

    /// How many connections may wait for their greeting.
    var strangers = 0

    private var lines = SlotTable<Line>()

    /// Counts the connections there ever were.
    private var madeCount: UInt64 = 0

    /// The slot of the connection that carries a link, by the link's number.
    private var slots: [Int: Int] = [:]

    /// How many connections there are.
    var count: Int { lines.count }

    /// The connection that an event is about, unless it is gone.
    subscript(token: Token) -> Line? {
        guard let line = lines[token.slot], line.token == token else { return nil }
        return line
    }

    /// The connection that carries a link.
    subscript(link link: Int) -> Line? { slots[link].flatMap { lines[$0] } }

    /// The connection in a slot below ``slotCount``, if there is one.
    subscript(slot slot: Int) -> Line? { lines[slot] }

    /// One more than the highest slot that was ever in use.
    var slotCount: Int { lines.slotCount }

    /// Every connection, as they are now.
    var all: [Line] { (0..<lines.slotCount).compactMap { lines[$0] } }

    /// Whether a connection is still kept.
    func contains(_ line: Line) -> Bool { lines[line.slot] === line }

    /// Keeps a connection.
    mutating func insert(
        _ socket: consuming Socket,
        to address: SocketAddress,
        dial: Int?,
        stage: Line.Stage
    ) -> Line {
        madeCount += 1
        let number = madeCount
        var socket: Socket? = consume socket
        return lines.insert { slot in
            guard let socket = socket.take() else { preconditionFailure("a connection was kept twice") }
            return Line(socket, slot: slot, number: number, address: address, dial: dial, stage: stage)
        }
    }

    /// Has a connection carry a link.
    mutating func carry(_ link: Int, on line: Line) {
        line.stage = .linked(link)
        slots[link] = line.slot
    }

    /// Lets go of a connection.
    mutating func remove(_ line: Line) {
        if case .linked(let link) = line.stage { slots[link] = nil }
        lines.remove(line.slot)
    }
}
