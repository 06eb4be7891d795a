import MeshSimulator
import Reactor
import Synchronization

@testable import BroadcastMesh

/// A world whose time passes when a test says so, and whose chance is a count.
final class ManualWorld: World {
    /// For how long its machine has been up at the start, in nanoseconds: a node that takes no time for none, or the
    /// beginning of time for the beginning of the node, is wrong by a day.
    static let uptime: Int64 = 93_784_000_000_000

    private let time = Mutex(uptime)
    private let words = Mutex<UInt64>(0)
    private let disk: any Storage

    /// Begins with a disk, which every directory is.
    init(_ disk: any Storage = SimulatedDisk(seed: 1)) {
        self.disk = disk
    }

    /// Lets time pass, in nanoseconds.
    func pass(_ nanoseconds: Int64) { time.withLock { $0 += nanoseconds } }

    func monotonic() -> Int64 { time.withLock { $0 } }
    func wall() -> Int64 { 1_700_000_000_000_000 + (monotonic() - Self.uptime) / 1000 }
    func threadProcessor() -> Int64 { 0 }

    func word() -> UInt64 {
        words.withLock { word in
            word += 1
            return word
        }
    }

    func directory(_ path: String) -> any Storage { disk }

    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        try disk.open(path, .read).readAll()
    }

    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        guard let address = SocketAddress(numericHost: host, port: port) else {
            throw SystemError(call: "getaddrinfo \(host)", code: 2)
        }
        return [address]
    }

    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        try addresses(of: host, port: port)
    }

    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { work() }
    func takeDescriptors() -> (limit: Int, open: Int) { (1024, 8) }
}
