import Bytes
import Reactor

/// One direction of a stream: bytes on the way, and those that have arrived and were not read.
///
///     send ──▶ on the way ──due──▶ arrived ──receive──▶ read ──after the way back──▶ acknowledged: room again
///              └────────────── unacknowledged ────────────────────────────────┘
struct Flow: Sendable {
    /// What is on the way together.
    struct Segment: Sendable {
        /// When it arrives, unless the way is cut.
        var due: Int64

        /// What it is.
        var matter: Matter
    }

    /// What a segment is.
    enum Matter: Sendable {
        /// Bytes of the stream.
        case bytes([UInt8])

        /// The sender has ended its side: a FIN.
        case end

        /// The sender has let go of the connection: an RST.
        case reset
    }

    /// What is on the way, oldest first.
    private(set) var segments = Queue<Segment>()

    /// What has arrived and was not read.
    private var arrived = ArrivedBytes()

    /// How much was read, and who knows.
    private var acknowledgements = Acknowledgements()

    /// How many bytes were sent whose reading the sender has not learned of, and of how many it has.
    private var unacknowledged = 0
    private var acknowledged: UInt64 = 0

    /// When the way is free for the next segment, and when the last one arrives.
    private var times: (free: Int64, lastDue: Int64) = (0, 0)

    /// How far the sender is: a FIN or an RST follows nothing.
    var isEnding = false

    /// What has arrived beside bytes.
    var end: Matter?

    /// Where the flow waits: for its first segment to arrive, for a way that is cut, or for nothing.
    var waits = Waits.idle

    /// What the flow waits for.
    enum Waits: Sendable {
        /// Nothing is on the way.
        case idle

        /// The event of its first segment is in the queue.
        case due

        /// The first segment would be here if the way were not cut.
        case held
    }

    /// Whether the end of the stream, or of the connection, has arrived behind everything.
    var hasArrivedEnd: Bool { end != nil }

    /// Whether the connection was reset by the sender.
    var isReset: Bool { if case .reset = end { true } else { false } }

    /// Sends something behind everything that is on the way.
    ///
    /// - Parameters:
    ///   - matter: What.
    ///   - profile: What the way is like.
    ///   - now: The time.
    ///   - dice: The way's luck.
    mutating func append(_ matter: Matter, over profile: WireProfile, at now: Int64, _ dice: inout Dice) {
        var length = 40
        if case .bytes(let bytes) = matter {
            length += bytes.count
            unacknowledged += bytes.count
        }
        times.free = max(times.free, now) + Int64(length) * 1_000_000_000 / Int64(profile.bytesPerSecond)
        var due = times.free + profile.delay.delay(&dice)
        // What is lost is sent again after a while, and what is behind it waits.
        while dice.chance(perMillion: profile.lossPerMillion) { due += profile.retransmission }
        times.lastDue = max(times.lastDue, due)
        segments.append(Segment(due: times.lastDue, matter: matter))
    }

    /// Takes the segment that is due, if one is.
    mutating func popDue(at now: Int64) -> Matter? {
        guard let first = segments.first, first.due <= now else { return nil }
        return segments.popFirst()?.matter
    }

    /// How many bytes have arrived and were not read.
    var unread: Int { arrived.count }

    /// When the sender learns of the last that was read.
    var lastHeard: Int64 { acknowledgements.lastTime }

    /// Takes in bytes that have arrived.
    mutating func arrive(_ bytes: [UInt8]) { arrived.append(bytes) }

    /// Reads bytes that have arrived.
    ///
    /// - Parameters:
    ///   - buffer: Where to.
    ///   - limit: How many at most.
    ///   - time: When the sender learns of it; `nil` while the way back is cut.
    /// - Returns: How many there were.
    mutating func read(into buffer: inout MutableSpan<UInt8>, limit: Int, heardAt time: Int64?) -> Int {
        let count = arrived.read(into: &buffer, limit: limit)
        acknowledgements.handleRead(count)
        if let time { acknowledge(at: time) }
        return count
    }

    /// Lets the sender learn of everything that was read.
    mutating func acknowledge(at time: Int64) { acknowledgements.send(arrivingAt: time) }

    /// How many bytes the sender has room for.
    mutating func room(of size: Int, at now: Int64) -> Int {
        let count = acknowledgements.takeArrived(at: now)
        unacknowledged -= count
        acknowledged += UInt64(count)
        return size - unacknowledged
    }

    /// How much of what was sent was read, as far as the sender has learned of it.
    mutating func progress(at now: Int64) -> SendingProgress {
        let waiting = -room(of: 0, at: now)
        return SendingProgress(acknowledged: acknowledged, isWaiting: waiting > 0)
    }

    /// Whether the sender has as much room as makes its socket writable: a third of the whole, as Linux has it.
    mutating func isWritable(of size: Int, at now: Int64) -> Bool { 3 * room(of: size, at: now) >= size }

    /// Loses what is on the way from some segment on.
    mutating func drop(from index: Int) {
        segments.removeLast(segments.count - index)
    }

    /// Loses what has arrived: the receiver is gone.
    mutating func dropArrived() { arrived = ArrivedBytes() }
}
