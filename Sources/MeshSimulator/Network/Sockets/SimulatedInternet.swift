public import Reactor
import Synchronization

/// The network between all hosts of a simulation, and its clock.
///
/// One thread drives it: it takes what happens next, at the time at which it happens, and then gives those processes a
/// turn that have something to do. The same seed, and the same calls at the same times, give the same events.
///
///     let internet = SimulatedInternet(hosts: 2, seed: 1)
///     let server = internet.startProcess(on: 0)          // a Network
///     let client = internet.startProcess(on: 1)
///     …
///     while let time = internet.nextTime { internet.run(until: time) … internet.takeWoken() … }
public final class SimulatedInternet: Sendable {
    let fabric: Mutex<Fabric>

    /// Makes a network of hosts that are up.
    ///
    /// - Parameters:
    ///   - hosts: How many hosts there are.
    ///   - profile: What the ways between them are like.
    ///   - seed: What decides all chance.
    public init(hosts: Int, profile: WireProfile = WireProfile(), seed: UInt64) {
        fabric = Mutex(Fabric(hosts: hosts, profile: profile, seed: seed))
    }

    /// The address of a host.
    public static func address(of host: Int, port: UInt16 = 0) -> SocketAddress { Fabric.address(of: host, port: port) }

    /// The time, in nanoseconds.
    public var now: Int64 { fabric.withLock { $0.now } }

    /// When something happens next.
    public var nextTime: Int64? { fabric.withLock { $0.queue.nextTime } }

    /// One number for everything that happened.
    public var hash: UInt64 { fabric.withLock { $0.hash.value } }

    /// Lets everything happen up to a time, which is the time then.
    public func run(until time: Int64) {
        fabric.withLock { fabric in
            while fabric.runNext(at: time) {}
            fabric.now = max(fabric.now, time)
        }
    }

    /// Takes out the processes that have got something to do, in the order in which they got it.
    public func takeWoken() -> [Int] {
        fabric.withLock { fabric in
            var woken: [Int] = []
            swap(&woken, &fabric.woken)
            return woken
        }
    }

    /// Starts a process.
    public func startProcess(on host: Int) -> SimulatedNetwork { startProcess(on: host, visitingThrough: nil) }

    /// Starts a process on a host that speaks through a seal with nodes as their client, if there is one.
    func startProcess(on host: Int, visitingThrough seal: ToySeal?) -> SimulatedNetwork {
        SimulatedNetwork(process: fabric.withLock { $0.start(on: host) }, of: self, visitingThrough: seal)
    }

    /// Ends a process, in the middle of whatever it does: the kernel closes what it had open.
    public func kill(_ process: Int) { fabric.withLock { $0.kill(process) } }

    /// Takes the power from a host: its peers are told nothing.
    public func failPower(of host: Int) { fabric.withLock { $0.failPower(of: host) } }

    /// Gives a host power again; no process runs on it yet.
    public func restorePower(of host: Int) { fabric.withLock { $0.restorePower(of: host) } }

    /// Has the processes of a host lack descriptors from now on, or not any more.
    func set(lacksDescriptors: Bool, on host: Int) {
        fabric.withLock { $0.hosts[host].lacksDescriptors = lacksDescriptors }
    }

    /// Lets nothing through from some hosts to others; such cuts add up.
    public func cut(from senders: [Int], to receivers: [Int]) {
        fabric.withLock { $0.cut(from: senders, to: receivers) }
    }

    /// Takes a cut back.
    public func heal(from senders: [Int], to receivers: [Int]) {
        fabric.withLock { $0.heal(from: senders, to: receivers) }
    }

    /// Changes a bit in so many more, or less, of a million segments and datagrams between the first hosts.
    public func tamper(betweenFirst count: Int, perMillion: Int) {
        fabric.withLock { $0.ways.tamper(betweenFirst: count, perMillion: perMillion) }
    }

    /// Lets everything through between some hosts from now on, whatever cuts there are.
    public func spare(_ hosts: [Int]) { fabric.withLock { $0.spare(hosts) } }

    /// Counts, of each process, how many bytes of a host it reads.
    func countBytes(of host: Int) { fabric.withLock { $0.ways.taps.count(host) } }

    /// Makes the way from one host to another unlike the others.
    public func set(_ profile: WireProfile, from sender: Int, to receiver: Int) {
        fabric.withLock { $0.ways.set(profile, from: sender, to: receiver) }
    }
}
