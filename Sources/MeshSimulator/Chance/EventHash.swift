import Bytes

/// One number for everything that happened: two runs with the same hash were the same.
public struct EventHash: Sendable {
    /// The number, as far as things have happened.
    public private(set) var value: UInt64 = 0

    /// Starts before anything happens.
    public init() {}

    /// Takes in what happened next.
    public mutating func fold(_ first: UInt64, _ second: UInt64 = 0) {
        value = mixed(value &+ mixed(first) ^ second)
    }

    /// Takes in what happened next.
    mutating func fold(_ first: Int64, _ second: Int) {
        fold(UInt64(bitPattern: first), UInt64(bitPattern: Int64(second)))
    }
}
