import Reactor

/// Everything between the processes of a simulated mesh, and the sockets that they have: a value that a seed decides.
///
/// It is told what processes do and what time it is; what follows at other times waits in its queue. Whoever drives it
/// takes the next event when its time has come, and then gives those a turn that were woken.
struct Fabric: Sendable {
    /// How long a SYN waits for its answer the first time, in nanoseconds; twice as long each time (RFC 6298 §2.1).
    static let knockPatience: Int64 = 1_000_000_000

    /// How often a SYN is sent at most, as Linux does.
    static let knockLimit = 7

    /// The time.
    var now: Int64 = 0

    /// The luck of all ways.
    var dice: Dice

    /// What happens when.
    var queue = EventQueue<FabricEvent>()

    /// What happened.
    var hash = EventHash()

    /// The machines.
    var hosts: [FabricHost]

    /// The machines by address.
    let numbers: [SocketAddress: Int]

    /// The processes there ever were.
    var processes: [FabricProcess] = []

    /// The streams there ever were.
    var streams: [Stream] = []

    /// The sockets, by number.
    var sockets = SocketTable()

    /// The ways between the hosts.
    var ways: Ways

    /// The datagrams on their way.
    var datagrams = DatagramsUnderWay()

    /// The processes that have something to do, in the order in which they got it.
    var woken: [Int] = []

    /// Makes a network of hosts that are up, and no process yet.
    init(hosts: Int, profile: WireProfile, seed: UInt64) {
        dice = Dice(seed: seed, stream: 0x50C3)
        self.hosts = Array(repeating: FabricHost(), count: hosts)
        ways = Ways(hosts: hosts, profile: profile)
        numbers = Dictionary(uniqueKeysWithValues: (0..<hosts).map { (Self.address(of: $0), $0) })
    }

    /// Takes the next event, if it is due.
    ///
    /// - Returns: Whether there was one.
    mutating func runNext(at time: Int64) -> Bool {
        guard let next = queue.nextTime, next <= time, let entry = queue.popFirst() else { return false }
        now = max(now, entry.time)
        let words = entry.event.words
        hash.fold(UInt64(bitPattern: entry.time) ^ words.0 << 56, words.1)
        switch entry.event {
        case .segment(let stream, let end): deliver(Int(stream), Int(end))
        case .room(let stream, let end): touch(streams[Int(stream)].ends[Int(end)].socket)
        case .knock(let stream): knock(Int(stream))
        case .answer(let stream, let isRefusal): answer(Int(stream), isRefusal: isRefusal)
        case .datagram(let number): arrive(Int(number))
        }
        return true
    }

    /// Notes that something happened to a socket, so that its process is told if it wants to be.
    mutating func touch(_ socket: Int?) {
        guard let socket, let process = sockets[socket]?.process else { return }
        if sockets[socket]?.isCandidate == false {
            sockets[socket]?.isCandidate = true
            processes[process].candidates.append(socket)
        }
        guard !processes[process].isWoken, readiness(of: socket) != nil else { return }
        processes[process].isWoken = true
        woken.append(process)
    }
}
