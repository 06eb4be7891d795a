import Glibc
import Reactor
import Synchronization

/// Ports for the nodes of tests, each handed out once.
///
/// They lie below those that the kernel gives to connections: a port that was found free by opening and closing it
/// may belong to another test's connection a moment later. The processes of `MeshTests` have a range of their own.
enum FreePorts {
    private static let range: ClosedRange<UInt16> = 11_000...21_000

    /// Several processes may test at the same time, so each begins elsewhere.
    private static let next = Mutex(range.lowerBound + UInt16(getpid() % 200) * 50)

    /// Ports that nobody listens on, over TCP or over UDP.
    static func take(_ count: Int) -> [UInt16] {
        next.withLock { next in
            var ports: [UInt16] = []
            while ports.count < count {
                next = next == range.upperBound ? range.lowerBound : next + 1
                if isFree(next) { ports.append(next) }
            }
            return ports
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        do {
            _ = try LinuxNetwork().listen(on: .loopback(port: port))
            _ = try LinuxNetwork().bindDatagram(on: .loopback(port: port))
            return true
        } catch {
            return false
        }
    }
}
