import Gossip
import Reactor
import SystemTLS

extension SealedDatagrams {
    /// The paths that have ended by themselves, each once, with the reason.
    mutating func takeEnded() -> [(identity: UInt64, address: SocketAddress, reason: LinkError)] {
        var ended: [(UInt64, SocketAddress, LinkError)] = []
        for index in paths.indices where !paths[index].isTold {
            guard case .failed(let failure) = paths[index].secure.state else { continue }
            paths[index].isTold = true
            let reason = SealAdvice.reason(for: failure, ownKey: seal.keyName)
            ended.append((paths[index].secure.identity, paths[index].address, reason))
        }
        return ended
    }

    /// What a node of this name says of a path that it does not know.
    func report(_ identity: UInt64, by name: String) -> [UInt8] {
        seal.pathGuard.unknown(identity, by: Array(name.utf8))
    }

    /// Lets go of paths that carry nothing for too long.
    ///
    /// - Parameters:
    ///   - now: Monotonic nanoseconds.
    ///   - isUsed: Whether a path of the gossip goes by that number.
    mutating func expire(at now: Int64, isUsed: (UInt64) -> Bool) {
        guard paths.contains(where: { $0.deadline <= now }) else { return }
        for index in paths.indices.reversed() where paths[index].deadline <= now {
            if isUsed(paths[index].secure.identity) {
                paths[index].deadline = .max
            } else {
                forget(paths[index].secure.identity)
            }
        }
    }
}
