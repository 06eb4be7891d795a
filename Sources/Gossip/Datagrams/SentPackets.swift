/// Packets that were sent and not acknowledged, until they are, or count as lost (RFC 9002 §6).
struct SentPackets {
    /// A packet counts as lost when one so much newer has arrived (RFC 9002 §6.1.1), where nothing overtook so far.
    static let leastReordering: UInt64 = 3

    /// However much packets overtake each other, one that is so much older than another that arrived is lost.
    static let mostReordering: UInt64 = 192

    /// How many packets are sent again after a wait in vain (RFC 9002 §6.2.4).
    static let probeCount = 2

    /// What became of a packet.
    ///
    ///     under way ──others overtook it, or its time is over──▶ lost: its frames are sent again
    ///         └──acknowledged──▶ arrived ◀──acknowledged late──────┘
    enum Fate {
        case underWay
        case lost
        case arrived
    }

    /// A packet, with its frames as long as they may be needed again.
    struct Packet {
        var frames: [UInt8]
        var sentAt: Int64
        var fate = Fate.underWay
    }

    /// By their numbers; what is lost stays for a while, for it may only be late.
    private var packets = SlidingArray<Packet>()

    /// No packet below is under way.
    private var oldest = 0

    /// Packets that were overtaken by so many are not lost yet.
    private var reordering = SentPackets.leastReordering

    /// How many are under way.
    private(set) var count = 0

    /// How many waits for an acknowledgement were in vain since the last one that was not.
    private(set) var failures = 0

    /// When the last of these waits ended, in monotonic nanoseconds: what was sent then has its own time to be answered.
    private var probedAt = Int64.min

    /// The number that the next packet has.
    var nextNumber: UInt64 { UInt64(packets.end) }

    /// Keeps a packet, numbered ``nextNumber``, until it is acknowledged.
    mutating func append(_ frames: [UInt8], at now: Int64) {
        packets.append(Packet(frames: frames, sentAt: now))
        count += 1
    }

    /// When to give up waiting for the oldest packet.
    func deadline(_ roundTrip: RoundTripTime) -> Int64? {
        guard count > 0, oldest < packets.end else { return nil }
        return max(packets[oldest].sentAt, probedAt) + roundTrip.timeout(after: failures)
    }

    /// Takes in what the other side has seen.
    ///
    /// - Parameters:
    ///   - seen: What it has seen; nothing that was not sent.
    ///   - roundTrip: What packets take.
    ///   - now: The time, in monotonic nanoseconds.
    ///   - handleArrival: Called with each packet that has arrived, whether it counted as lost, and the time that took
    ///     when it is the newest or was late.
    /// - Returns: The packets that are lost, with their numbers.
    mutating func handle(
        _ seen: SeenPackets,
        _ roundTrip: RoundTripTime,
        at now: Int64,
        handleArrival: (_ number: UInt64, _ wasLost: Bool, _ roundTrip: Int64?) -> Void
    ) -> [(number: UInt64, frames: [UInt8])] {
        var lost: [(UInt64, [UInt8])] = []
        let end = min(packets.end, Int(seen.end))
        var place = packets.start
        while place < end {
            defer { place += 1 }
            let number = UInt64(place)
            if packets[place].fate == .arrived { continue }
            let hasArrived = number + SeenPackets.width >= seen.end && seen.contains(number)
            switch packets[place].fate {
            case .underWay where hasArrived:
                handleArrival(number, false, number + 1 == seen.end ? now - packets[place].sentAt : nil)
                settle(place, as: .arrived)
                (failures, probedAt) = (0, .min)
            case .underWay where isLost(number, sentAt: packets[place].sentAt, seen, roundTrip, at: now):
                lost.append((number, packets[place].frames))
                settle(place, as: .lost)
            case .lost where hasArrived:
                // It was only late: from now on packets may overtake each other so much.
                reordering = min(Self.mostReordering, max(reordering, seen.end - number))
                packets[place].fate = .arrived
                handleArrival(number, true, now - packets[place].sentAt)
            case .underWay, .lost, .arrived:
                break
            }
        }
        trim(below: seen.end)
        return lost
    }

    private func isLost(
        _ number: UInt64,
        sentAt: Int64,
        _ seen: SeenPackets,
        _ roundTrip: RoundTripTime,
        at now: Int64
    ) -> Bool {
        number + reordering < seen.end || (number + 1 < seen.end && sentAt + roundTrip.patience <= now)
    }

    /// Gives up on the oldest packets when their time is over.
    ///
    /// - Returns: The frames of some packets to be sent again, as a probe; the others keep waiting.
    mutating func handleTimeout(_ roundTrip: RoundTripTime, at now: Int64) -> [[UInt8]] {
        guard let deadline = deadline(roundTrip), deadline <= now else { return [] }
        return giveUpOldest(at: now)
    }

    /// Gives up on the oldest packets, as if their time were over.
    mutating func giveUpOldest(at now: Int64) -> [[UInt8]] {
        failures += 1
        probedAt = now
        var lost: [[UInt8]] = []
        var place = oldest
        while place < packets.end, lost.count < Self.probeCount {
            if packets[place].fate == .underWay {
                lost.append(packets[place].frames)
                settle(place, as: .lost)
            }
            place += 1
        }
        trim(below: 0)
        return lost
    }

    private mutating func settle(_ place: Int, as fate: Fate) {
        packets[place].fate = fate
        packets[place].frames = []
        count -= 1
    }

    private mutating func trim(below seenEnd: UInt64) {
        oldest = max(oldest, packets.start)
        while oldest < packets.end, packets[oldest].fate != .underWay { oldest += 1 }
        var start = packets.start
        while start < oldest, packets[start].fate == .arrived || UInt64(start) + Self.mostReordering < seenEnd {
            start += 1
        }
        packets.removeAll(below: start, leaving: Packet(frames: [], sentAt: 0))
    }
}
