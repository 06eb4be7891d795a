import Reactor
import Synchronization

/// What is counted and overheard on the way.
extension SimulatedNetwork {
    /// How many bytes the process has read of those who are counted, since this was asked last.
    func takeCount() -> Int { internet.fabric.withLock { $0.ways.taps.takeCount(of: process) } }

    /// Overhears datagrams on their way to an address.
    func overhear(_ address: SocketAddress) {
        internet.fabric.withLock { fabric in
            guard let host = fabric.host(at: address) else { return }
            fabric.ways.taps.overhear(host, by: fabric.processes[process].host)
        }
    }

    /// The last datagram on its way to an address that is overheard.
    func overheard(to address: SocketAddress) -> [UInt8] {
        internet.fabric.withLock { fabric in fabric.host(at: address).map { fabric.ways.taps.datagram(to: $0) } ?? [] }
    }
}
