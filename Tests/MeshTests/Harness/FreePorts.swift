import Reactor
import Synchronization

/// Ports of the loopback interface that nobody uses, for TCP and for UDP.
enum FreePorts {
    /// Below what the kernel hands out by itself, and apart from what the nodes of `BroadcastMeshTests` take: so no other
    /// socket of a test has one before its node does.
    private static let range: ClosedRange<UInt16> = 21_001...32_000

    private static let handedOut = Mutex<Set<UInt16>>([])

    /// Finds a port that can be bound, and that this process never handed out before.
    static func next() -> UInt16 {
        while true {
            let port = UInt16.random(in: range)
            guard handedOut.withLock({ $0.insert(port).inserted }), isFree(port) else { continue }
            return port
        }
    }

    /// Opens a socket on a free port.
    ///
    /// A port that was just tried may be in use for another moment: a process that is being started has a copy of every
    /// socket until it runs its own program.
    static func open(_ open: (SocketAddress) throws -> Socket) -> Socket {
        while true {
            if let socket = try? open(.loopback(port: next())) { return socket }
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
