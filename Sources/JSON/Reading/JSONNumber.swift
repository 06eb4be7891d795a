/// Where a number stands in a JSON text (RFC 8259 §6).
public struct JSONNumber: Equatable, Sendable {
    /// Its characters.
    public var range: Range<Int>

    /// Whether it has neither a fraction nor an exponent.
    public var isWhole: Bool
}

extension JSONNumber {
    /// The number, where it is whole and fits.
    public func integer(in bytes: Span<UInt8>) -> Int? {
        isWhole ? Int(text(in: bytes)) : nil
    }

    /// The number as the nearest that 64 bits hold (IEEE 754); infinite beyond them.
    public func fraction(in bytes: Span<UInt8>) -> Double {
        guard let number = Double(text(in: bytes)) else { preconditionFailure("a number of JSON is none of Swift") }
        return number
    }

    private func text(in bytes: Span<UInt8>) -> String {
        String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }
}
