/// Packets that were sent and not acknowledged, until they are, or count as lost (RFC 9002 §6).
struct SentPackets {
    /// A packet counts as lost when one so much newer has arrived (RFC 9002 §6.1.1).
    static let reordering: UInt64 = 3

    /// A packet on its way.
    struct Packet {
        var number: UInt64
        var frames: [UInt8]
        var sentAt: Int64
    }

    /// In the order of their numbers; a packet that has arrived has no frames.
    private var packets = SlidingArray<Packet>()

    /// How many are under way.
    private(set) var count = 0

    /// How many waits for an acknowledgement were in vain since the last one that was not.
    private(set) var failures = 0

    /// Keeps a packet until it is acknowledged.
    mutating func append(_ packet: Packet) {
        packets.append(packet)
        count += 1
    }

    /// When to give up waiting for the oldest packet.
    func deadline(_ roundTrip: RoundTripTime) -> Int64? {
        packets.first.map { $0.sentAt + roundTrip.timeout(after: failures) }
    }

    /// Takes in what the other side has seen.
    ///
    /// - Parameters:
    ///   - seen: What it has seen.
    ///   - now: The time, in monotonic nanoseconds.
    ///   - handleArrival: Called with each packet that has arrived, and the time that took when it is the newest.
    /// - Returns: The packets that are lost, to be sent again.
    mutating func handle(
        _ seen: SeenPackets,
        at now: Int64,
        handleArrival: (_ number: UInt64, _ roundTrip: Int64?) -> Void
    ) -> [Packet] {
        var lost: [Packet] = []
        for place in packets.start..<packets.end where !packets[place].frames.isEmpty {
            let packet = packets[place]
            guard packet.number < seen.end else { break }
            if seen.contains(packet.number), packet.number + SeenPackets.width >= seen.end {
                handleArrival(packet.number, packet.number + 1 == seen.end ? now - packet.sentAt : nil)
                failures = 0
            } else if packet.number + Self.reordering < seen.end {
                lost.append(packet)
            } else {
                continue
            }
            packets[place].frames = []
            count -= 1
        }
        trim()
        return lost
    }

    /// Gives up on the oldest packets when their time is over.
    ///
    /// - Returns: Two packets to be sent again, as a probe; the others keep waiting.
    mutating func handleTimeout(_ roundTrip: RoundTripTime, at now: Int64) -> [Packet] {
        guard let deadline = deadline(roundTrip), deadline <= now else { return [] }
        failures += 1
        var lost: [Packet] = []
        for place in packets.start..<packets.end where !packets[place].frames.isEmpty && lost.count < 2 {
            lost.append(packets[place])
            packets[place].frames = []
            count -= 1
        }
        trim()
        return lost
    }

    private mutating func trim() {
        var place = packets.start
        while place < packets.end, packets[place].frames.isEmpty { place += 1 }
        packets.removeAll(below: place)
    }
}
