import Bytes

/// The sending half of a path: which packets are under way, which are to be sent again, and how many more may follow.
struct PacketSender {
    /// After so many waits in vain in a row nothing seems to get through.
    static let failureLimit = 3

    private var sent = SentPackets()
    private var window = SendWindow()
    private var roundTrip = RoundTripTime()

    /// The frames of lost packets, oldest first.
    private var again = Queue<[UInt8]>()

    /// How many packets a timeout may send beside the window (RFC 9002 §7.5): the other side waits for what it gave up on.
    private var probes = 0

    /// Whether anything that was sent has arrived.
    private var hasArrived = false

    /// When something was last sent, in monotonic nanoseconds.
    private var sentAt = Int64.min

    /// How many packets were sent again.
    private(set) var retransmissions = 0

    /// The number that the next packet has.
    var nextNumber: UInt64 { sent.nextNumber }

    /// Whether another packet may go now.
    var hasRoom: Bool { Double(sent.count) < window.size || probes > 0 }

    /// Whether something that was lost waits to be sent again.
    var mustRepeat: Bool { !again.isEmpty }

    /// When ``handleTimeout(at:)`` wants to be called, in monotonic nanoseconds.
    var deadline: Int64? { sent.deadline(roundTrip) }

    /// Takes the frames of the oldest packet that is to be sent again.
    mutating func nextRepetition() -> [UInt8]? {
        guard let frames = again.popFirst() else { return nil }
        retransmissions += 1
        return frames
    }

    /// A packet numbered ``nextNumber`` goes out.
    mutating func send(_ frames: [UInt8], at now: Int64) {
        if sent.count == 0, sentAt != .min, now - sentAt >= SendWindow.idleLimit { window.handleIdleness() }
        sentAt = now
        probes = max(0, probes - 1)
        sent.append(frames, at: now)
    }

    /// Takes in how long something took there and back before the first packet, in nanoseconds.
    mutating func handleRoundTrip(_ sample: Int64, at now: Int64) {
        _ = roundTrip.add(sample, at: now)
    }

    /// Takes in what the other side has seen.
    ///
    /// - Throws: When it has seen what was never sent: it makes that up, to be sent more than gets through
    ///   (RFC 9000 §21.4).
    mutating func handleAcknowledgement(_ seen: SeenPackets, at now: Int64) throws(LinkError) {
        guard seen.end <= sent.nextNumber else { throw .malformedPacket }
        if seen.end > 0 { hasArrived = true }
        var (window, roundTrip) = (window, roundTrip)
        let (underWay, next) = (sent.count, sent.nextNumber)
        let lost = sent.handle(seen, roundTrip, at: now) { number, wasLost, sample in
            guard !wasLost else {
                roundTrip.addLate(sample ?? 0)
                return window.handleLateArrival(of: number)
            }
            window.handleAcknowledgement(of: number, underWay: underWay)
            if let sample { window.handleQueueing(roundTrip.add(sample, at: now), of: number, next: next) }
        }
        for packet in lost {
            window.handleLoss(of: packet.number, next: next)
            again.append(packet.frames)
        }
        (self.window, self.roundTrip) = (window, roundTrip)
    }

    /// Sends the oldest packets again when they were not acknowledged in time.
    mutating func handleTimeout(at now: Int64) {
        probe(sent.handleTimeout(roundTrip, at: now))
    }

    /// The other side repeats its opening: what was sent has not arrived.
    mutating func handleRepeatedOpening(at now: Int64) {
        guard !hasArrived else { return }
        probe(sent.giveUpOldest(at: now))
    }

    private mutating func probe(_ lost: [[UInt8]]) {
        guard !lost.isEmpty else { return }
        probes = lost.count
        for frames in lost { again.append(frames) }
        if sent.failures >= Self.failureLimit { window.collapse(next: sent.nextNumber) }
    }
}
