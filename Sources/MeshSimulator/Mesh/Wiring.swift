/// What is between the hosts: wires, the connections on them, and what is on its way.
struct Wiring {
    var wires: [Wire]
    var connections: [Connection] = []

    /// The ends of every connection, and what each has sent: by twice the connection's number, plus one for the end
    /// that was dialed.
    var ends: [Connection.End] = []
    var pipes: [Pipe] = []

    /// Datagrams on their way, by number, and numbers that are free.
    private var datagrams: [Datagram] = []
    private var freeDatagrams: [Int] = []

    /// Byte arrays that are not in use.
    private var spareBytes: [[UInt8]] = []

    /// How many byte arrays are kept: as many as are on their way in a busy moment.
    private static let spareLimit = 256

    /// Lays the wires of a scenario; nothing is connected.
    init(_ scenario: Scenario) {
        wires = scenario.edges.enumerated().map { number, edge in
            Wire(
                hosts: [edge.dialer, edge.listener],
                profile: edge.profile,
                carriesDatagrams: edge.carriesDatagrams,
                dice: Dice(seed: scenario.seed, stream: 1000 + UInt64(number))
            )
        }
    }

    /// Keeps a datagram that is on its way, under a number.
    mutating func add(_ datagram: Datagram) -> Int {
        guard let free = freeDatagrams.popLast() else {
            datagrams.append(datagram)
            return datagrams.count - 1
        }
        datagrams[free] = datagram
        return free
    }

    /// From which end of which connection a datagram on its way is.
    func sender(ofDatagram number: Int) -> LinkEnd {
        LinkEnd(connection: datagrams[number].connection, end: datagrams[number].end)
    }

    /// Takes a datagram that has come to its end.
    mutating func takeDatagram(_ number: Int) -> Datagram {
        var datagram = Datagram(connection: -1, end: 0, bytes: [])
        swap(&datagram, &datagrams[number])
        freeDatagrams.append(number)
        return datagram
    }

    /// An empty byte array, one that was in use if there is any.
    mutating func takeBytes() -> [UInt8] {
        spareBytes.popLast() ?? []
    }

    /// Keeps a byte array for the next time one is needed.
    mutating func recycle(_ bytes: [UInt8]) {
        guard bytes.capacity > 0, spareBytes.count < Self.spareLimit else { return }
        var bytes = bytes
        bytes.removeAll(keepingCapacity: true)
        spareBytes.append(bytes)
    }
}
