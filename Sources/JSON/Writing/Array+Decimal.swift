extension [UInt8] {
    /// Appends the digits of a whole number, without taking memory for a string of them.
    mutating func append(decimal integer: some BinaryInteger) {
        guard var rest = UInt64(exactly: integer.magnitude) else { return append(contentsOf: "\(integer)".utf8) }
        // The last digit comes first; 20 are enough for any.
        var digits = [20 of UInt8](repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        append(addingCapacity: 21) { output in
            if integer < 0 { output.append(UInt8(ascii: "-")) }
            for index in first..<20 { output.append(digits[index]) }
        }
    }
}
