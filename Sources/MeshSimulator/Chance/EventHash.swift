import Bytes

/// One number for everything that happened: two runs with the same hash were the same.
struct EventHash: Sendable {
    private(set) var value: UInt64 = 0

    /// Takes in what happened next.
    mutating func fold(_ first: UInt64, _ second: UInt64 = 0) {
        value = mixed(value &+ mixed(first) ^ second)
    }

    /// Takes in what happened next.
    mutating func fold(_ first: Int64, _ second: Int) {
        fold(UInt64(bitPattern: first), UInt64(bitPattern: Int64(second)))
    }
}
