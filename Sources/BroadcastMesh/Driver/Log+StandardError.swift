import Reactor
import Synchronization

extension Log {
    /// A log on standard error.
    ///
    /// - Parameters:
    ///   - node: The node whose log it is.
    ///   - level: What is told: this level and all that matter more.
    ///   - format: What a line looks like.
    /// - Returns: A log that never waits for whoever reads it.
    public static func standardError(node: String, level: LogLevel, format: LogFormat) -> Log {
        let offers = LineOffers()
        return Log(node: node, level: level, format: format) { offers.offer($0) }
    }
}

/// Writes lines to standard error, and tells how many were lost as soon as one can be written again.
private final class LineOffers: Sendable {
    private struct Offers: ~Copyable {
        var stream = ImpatientStream(.error)
        var lost = 0
    }

    private let state = Mutex(Offers())

    func offer(_ line: [UInt8]) {
        state.withLock { state in
            if state.lost > 0 {
                let notice = Array("\(state.lost) lines of the log were lost: nobody read them\n".utf8)
                if state.stream.offer(notice.span) { state.lost = 0 }
            }
            if state.lost > 0 || !state.stream.offer(line.span) { state.lost += 1 }
        }
    }
}
