extension [UInt8] {
    /// Appends the digits of a whole number, without taking memory for a string of them.
    mutating func append(decimal integer: some BinaryInteger) {
        guard let magnitude = UInt64(exactly: integer.magnitude) else { return append(contentsOf: "\(integer)".utf8) }
        append(decimal: magnitude, isNegative: integer < 0)
    }

    private mutating func append(decimal magnitude: UInt64, isNegative: Bool) {
        // The last digits come first, two with each division; 20 are enough for any.
        var digits = [20 of UInt8](repeating: 0)
        var first = 20
        var rest = magnitude
        repeat {
            let pair = UInt32(truncatingIfNeeded: rest % 100)
            rest /= 100
            first -= 2
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair / 10)
            digits[first + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair % 10)
        } while rest > 0
        if digits[first] == UInt8(ascii: "0"), first < 19 { first += 1 }
        append(addingCapacity: 21) { output in
            if isNegative { output.append(UInt8(ascii: "-")) }
            for index in first..<20 { output.append(digits[index]) }
        }
    }
}
