import BroadcastMesh
import Bytes

/// What is printed of a replay.
struct ReplayReport {
    private let outcome: ReplayOutcome
    private let node: String

    /// Takes what came of it.
    init(_ outcome: ReplayOutcome, of node: String) {
        self.outcome = outcome
        self.node = node
    }

    /// A few lines.
    var text: String {
        """
        \(node): \(Quantity.count(outcome.turns)) turns in \
        \(Quantity.time(nanoseconds: Double(outcome.nanoseconds))), \(Quantity.count(outcome.answers)) answers of the world
          received  \(Quantity.count(outcome.received)) bytes
          sent      \(Quantity.count(outcome.sent)) bytes
          written   \(Quantity.count(outcome.written)) bytes
          hash      \(outcome.hash.hexadecimal) of all bytes sent and written
          state     \(outcome.state.hexadecimal) at the end
          \(verdict)
        """
    }

    private var verdict: String {
        if outcome.difference != nil { return "not what was recorded" }
        switch outcome.end {
        case .whole: return "the same as recorded"
        case .more: return "the same as recorded so far; there is more"
        case .torn(let offset):
            return "the same as recorded; the run was cut off, and the recording at byte \(Quantity.count(offset))"
        case .damaged, .unreadable: return "the same as recorded so far; there is more that cannot be read"
        }
    }

    /// Why it failed; `nil` when it did not.
    static func failure(_ outcome: ReplayOutcome, in path: String) -> String? {
        if let difference = outcome.difference { return "\(path): \(difference)" }
        switch outcome.end {
        case .whole, .more, .torn: return nil
        case .damaged(let offset): return "\(path) is damaged at byte \(offset)"
        case .unreadable(let error): return "\(error)"
        }
    }
}
