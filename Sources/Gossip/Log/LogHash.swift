import Bytes

/// A hash of the times of all entries of a log: where two ends hold as many, it says whether they are the same ones.
///
/// Times of one log are never twice the same. What two processes gave under one number, they gave at two times.
struct LogHash: Equatable, Sendable {
    /// What it is; 0 where it is not known: who takes a gap does not know what was in it.
    private(set) var value: UInt64 = 1

    /// Whether it is known.
    var isKnown: Bool { value != 0 }

    /// Takes in the next entry.
    mutating func add(_ time: Int64) {
        if isKnown { value = mixed(value &+ UInt64(time)) }
    }

    /// An entry follows that is not known here.
    mutating func forget() { value = 0 }

    /// Takes over what somebody says who knows all entries.
    mutating func learn(_ value: UInt64) { self.value = value }
}
