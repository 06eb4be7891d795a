import Bytes
import Reactor

/// The datagrams on their way, by number; the number of one that arrived is used again.
struct DatagramsUnderWay: Sendable {
    private var parcels: [FabricSocket.Parcel?] = []
    private var free: [Int] = []

    /// Keeps a datagram.
    mutating func insert(_ parcel: FabricSocket.Parcel) -> Int {
        guard let number = free.popLast() else {
            parcels.append(parcel)
            return parcels.count - 1
        }
        parcels[number] = parcel
        return number
    }

    /// Takes a datagram out.
    mutating func remove(_ number: Int) -> FabricSocket.Parcel? {
        free.append(number)
        return parcels[number].take()
    }
}

extension Fabric {
    /// How many datagrams wait for a process that does not read them; what comes then is lost.
    static let datagramLimit = 2048

    /// Sends a datagram: it arrives late, twice, behind the next one, or never.
    mutating func send(_ bytes: Span<UInt8>, to receiver: SocketAddress, from socket: Int) {
        guard let sender = sockets[socket]?.address, let from = host(at: sender), let to = host(at: receiver) else {
            return
        }
        ways.taps.handleDatagram(bytes, from: from, to: to)
        let profile = ways.profile(from: from, to: to)
        guard let through = ways.queueDatagram(bytes.count + 28, from: from, to: to, at: now) else { return }
        let parcel = FabricSocket.Parcel(bytes: bytes.copy(0..<bytes.count), sender: sender, receiver: receiver)
        if !dice.chance(perMillion: profile.lossPerMillion) { schedule(parcel, at: through, over: profile) }
        if dice.chance(perMillion: profile.duplicatesPerMillion) { schedule(parcel, at: through, over: profile) }
    }

    /// Takes the datagrams that have arrived at a socket.
    mutating func takeDatagrams(of socket: Int, limit: Int) -> [FabricSocket.Parcel] {
        guard case .datagrams(var waiting) = sockets[socket]?.matter, !waiting.isEmpty else { return [] }
        sockets[socket]?.matter = .datagrams(waiting: Queue())
        var taken: [FabricSocket.Parcel] = []
        while taken.count < limit, let parcel = waiting.popFirst() { taken.append(parcel) }
        sockets[socket]?.matter = .datagrams(waiting: waiting)
        return taken
    }

    /// A datagram arrives, if the way is not cut and somebody is there.
    mutating func arrive(_ number: Int) {
        guard var parcel = datagrams.remove(number), let from = host(at: parcel.sender),
            let to = host(at: parcel.receiver), hosts[to].isUp, !ways.isCut(from: from, to: to),
            let socket = hosts[to].datagrams[parcel.receiver.port],
            case .datagrams(var waiting) = sockets[socket]?.matter, waiting.count < Self.datagramLimit
        else { return }
        sockets[socket]?.matter = .listener(waiting: Queue())
        parcel.bytes = ways.tampered(parcel.bytes, from: from, to: to, &dice)
        waiting.append(parcel)
        sockets[socket]?.matter = .datagrams(waiting: waiting)
        touch(socket)
    }

    private mutating func schedule(_ parcel: FabricSocket.Parcel, at through: Int64, over profile: WireProfile) {
        let number = datagrams.insert(parcel)
        queue.schedule(.datagram(Int32(number)), at: through + profile.delay.delay(&dice))
    }
}
