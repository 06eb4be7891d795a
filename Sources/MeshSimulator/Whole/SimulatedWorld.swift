public import Reactor
import Synchronization

/// What a node on a simulated host asks for time, chance, files and names.
///
/// Its monotonic clock goes as the simulation's, and began when the machine did; its wall clock is as wrong as the host's
/// is.
public final class SimulatedWorld: World {
    /// What the wall clock of a host without a fault shows at the start, in microseconds since 1970.
    public static let start: Int64 = 1_800_000_000_000_000

    private let internet: SimulatedInternet
    private let disk: SimulatedDisk
    private let dice: Mutex<Dice>
    private let clock: MachineClock

    private let names: NameServer

    /// For how long the machine had been up at the start, in nanoseconds.
    private let uptime: Int64

    /// How many descriptors a process may have.
    private let descriptors: Int

    /// Makes the world of one process.
    ///
    /// - Parameters:
    ///   - internet: Whose clock it has.
    ///   - disk: What every directory is on.
    ///   - seed: What decides its chance.
    convenience init(of internet: SimulatedInternet, disk: SimulatedDisk, seed: UInt64) {
        self.init(of: internet, disk: disk, clock: MachineClock(of: WholeMachine()), uptime: 0, seed: seed)
    }

    /// Makes the world of one process on a machine that has been up for a while, and whose wall clock may be wrong.
    init(
        of internet: SimulatedInternet,
        disk: SimulatedDisk,
        clock: MachineClock,
        uptime: Int64,
        seed: UInt64,
        names: NameServer = NameServer(),
        descriptors: Int = WholeCrowd.usualDescriptors
    ) {
        self.internet = internet
        self.disk = disk
        self.clock = clock
        self.uptime = uptime
        self.names = names
        self.descriptors = descriptors
        dice = Mutex(Dice(seed: seed, stream: 0x3081D))
    }

    /// See `World/monotonic()`.
    public func monotonic() -> Int64 { uptime + internet.now }

    /// See `World/wall()`.
    public func wall() -> Int64 { clock.time(at: internet.now) }

    /// See `World/threadProcessor()`: a turn costs what whoever drives the node says, and that is after it.
    public func threadProcessor() -> Int64 { internet.now }

    /// See `World/word()`.
    public func word() -> UInt64 { dice.withLock { $0.next() } }

    /// See `World/directory(_:)`.
    public func directory(_ path: String) -> any Storage { disk }

    /// See `World/contents(of:limit:)`; every directory is its disk, but for certificates, which are often renewed.
    public func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        if WholeScenario.doorFiles.contains(path) { return Array("\(path), \(internet.now / Self.renewal)".utf8) }
        let bytes = try disk.open(path, .read).readAll()
        return bytes.count <= limit ? bytes : nil
    }

    /// See `World/addresses(of:port:)`; numeric hosts are known here, and those of the mesh by their names.
    public func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        if let address = SocketAddress(numericHost: host, port: port) { return [address] }
        return try names.addresses(of: host, port: port)
    }

    /// See `World/resolve(host:port:)`.
    public func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        try addresses(of: host, port: port)
    }

    /// See `World/perform(_:)`: at once.
    public func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { work() }

    /// See `World/gzip(_:)`: nobody unpacks it here, so what is packed only says that it is.
    public func gzip(_ text: [UInt8]) -> [UInt8]? { Array(Self.packing.utf8) + text.suffix(64) }

    /// How long certificates stay the same, in nanoseconds.
    private static let renewal: Int64 = 5_000_000_000

    /// What a packed text begins with.
    static let packing = "packed by a simulation:"

    /// See `World/takeDescriptors()`.
    public func takeDescriptors() -> (limit: Int, open: Int) { (descriptors, 8) }
}
