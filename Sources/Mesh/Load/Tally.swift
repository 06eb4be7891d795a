/// What of a load arrived: how much, how late, and whether anything is missing, twice or out of order.
///
/// A sender has a window: it sends the next message when all that hear have one of those that are on their way.
struct Tally {
    /// How many messages came, over all clients.
    private(set) var deliveries = 0

    /// How many were missing when one that was sent later came.
    private(set) var missing = 0

    /// How many came that had come before, or behind one that was sent later.
    private(set) var misplaced = 0

    /// How long each took from its sender to a client.
    var latencies = Latencies()

    /// The senders who may send again.
    private(set) var free: [Int] = []

    /// How many send.
    let senders: Int

    private let hearers: Int
    private var senderStates: [SenderState]

    /// The number of the message that comes next, for each client and sender.
    private var expected: [UInt32]

    /// For each sender: how many have each of the messages that are on their way; a power of two of them.
    private var counts: [Int]
    private let ring: Int

    private struct SenderState {
        var sent: UInt32 = 0
        var done: UInt32 = 0
    }

    /// Begins a load.
    ///
    /// - Parameters:
    ///   - clients: How many connections there are, numbered from 0.
    ///   - hearers: How many of them hear each message.
    ///   - senders: How many of them send: the first.
    ///   - window: How many messages of a sender may be on their way; 0 where nobody waits for them.
    init(clients: Int, hearers: Int, senders: Int, window: Int = 0) {
        self.senders = senders
        self.hearers = hearers
        senderStates = [SenderState](repeating: SenderState(), count: senders)
        expected = [UInt32](repeating: 0, count: clients * senders)
        var ring = window == 0 ? 0 : 1
        while ring < window, ring > 0 { ring *= 2 }
        self.ring = ring
        counts = [Int](repeating: 0, count: ring * senders)
        free = window > 0 ? Array(0..<senders) : []
    }

    /// How many deliveries there are once all that was sent has arrived.
    var wanted: Int { senderStates.reduce(0) { $0 + Int($1.sent) } * hearers }

    /// How many messages of a sender are on their way.
    func waiting(of sender: Int) -> Int { Int(senderStates[sender].sent - senderStates[sender].done) }

    /// Takes the number of a sender's next message.
    mutating func send(from sender: Int) -> UInt32 {
        defer { senderStates[sender].sent += 1 }
        return senderStates[sender].sent
    }

    /// Takes in that a message came.
    ///
    /// - Parameters:
    ///   - stamp: Its mark.
    ///   - client: Who has it.
    ///   - now: The time, by the monotonic clock in nanoseconds.
    @inline(__always)
    mutating func receive(_ stamp: Stamp, by client: Int, at now: UInt64) {
        let sender = Int(stamp.sender)
        guard sender < senders else { return }
        let pair = client * senders + sender
        guard stamp.sequence >= expected[pair] else {
            misplaced += 1
            return
        }
        missing += Int(stamp.sequence - expected[pair])
        expected[pair] = stamp.sequence &+ 1
        deliveries += 1
        latencies.add(now > stamp.time ? now - stamp.time : 0)
        if ring > 0 { count(stamp.sequence, of: sender) }
    }

    /// Takes those who may send again.
    mutating func takeFree(into senders: inout [Int]) {
        senders.removeAll(keepingCapacity: true)
        swap(&senders, &free)
    }

    @inline(__always)
    private mutating func count(_ sequence: UInt32, of sender: Int) {
        let slot = sender * ring
        let mask = UInt32(ring - 1)
        counts[slot + Int(sequence & mask)] += 1
        guard sequence == senderStates[sender].done, counts[slot + Int(sequence & mask)] >= hearers else { return }
        var state = senderStates[sender]
        while state.done != state.sent, counts[slot + Int(state.done & mask)] >= hearers {
            counts[slot + Int(state.done & mask)] = 0
            state.done += 1
        }
        senderStates[sender] = state
        free.append(sender)
    }
}
