import MeshSimulator
import Reactor
import Synchronization

/// A world for what needs time and chance alone: its clock stands, and its chance comes from a seed.
final class SeededWorld: World {
    private let dice: Mutex<Dice>

    /// Whoever has the same seed finds the same.
    init(seed: UInt64) {
        dice = Mutex(Dice(seed: seed, stream: 5))
    }

    func monotonic() -> Int64 { 1_000_000_000 }
    func wall() -> Int64 { 1_700_000_000_000_000 }
    func threadProcessor() -> Int64 { 0 }
    func word() -> UInt64 { dice.withLock { $0.next() } }
    func directory(_ path: String) -> any Storage { SimulatedDisk(seed: word()) }
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? { [] }
    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] { [] }
    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] { [] }
    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { work() }
    func takeDescriptors() -> (limit: Int, open: Int) { (1024, 0) }
}
