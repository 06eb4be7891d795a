import Reactor
import SystemTLS

extension SealedDatagrams {
    /// Writes the next datagram that is due beside those of the paths: of a handshake, or what waited for its end.
    ///
    /// - Parameters:
    ///   - output: Emptied, then filled.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: Where it goes; `nil` when there is none.
    mutating func produce(into output: inout [UInt8], at now: Int64) -> SocketAddress? {
        for index in paths.indices {
            let secure = paths[index].secure
            if secure.produce(into: &output, at: now) { return paths[index].address }
            guard secure.state == .open, !paths[index].waiting.isEmpty else { continue }
            let waiting = paths[index].waiting
            paths[index].waiting = []
            if secure.seal(waiting.span, into: &output) { return paths[index].address }
        }
        return nil
    }
}
