/// Numbers as people read them: three significant digits, thousands apart, with their units.
enum Quantity {
    /// A count, exactly: `23 756`.
    static func count(_ count: Int) -> String {
        let digits = Array(String(count.magnitude))
        var text = count < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            // A blank that no line is broken at would be another scalar to copy; a plain one is what a shell expects.
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(" ") }
            text.append(digit)
        }
        return text
    }

    /// A number of bytes: `12 B`, `3.40 kB`, `67.1 MB`.
    static func bytes(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        return scaled(Double(bytes), ["B", "kB", "MB", "GB", "TB", "PB", "EB"], by: 1000)
    }

    /// A length of time, given in nanoseconds: `204 µs`, `1.25 s`.
    static func time(nanoseconds: Double) -> String {
        guard nanoseconds > 0 else { return "0 s" }
        return scaled(nanoseconds, ["ns", "µs", "ms", "s"], by: 1000)
    }

    /// A number with three significant digits: `0.00123`, `5.53`, `204`, `23 800`.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        var (magnitude, places) = (value.magnitude, 2)
        while magnitude >= 10, places > 0 {
            magnitude /= 10
            places -= 1
        }
        // So small that nobody reads its digits: what is left is zero.
        while magnitude < 1, places < 8 {
            magnitude *= 10
            places += 1
        }
        // Beyond this an integer has no room for the digits, and nobody counts them.
        if value.magnitude >= 1e15 || !value.isFinite { return "\(value)" }
        if value.magnitude >= 999.5 { return count(Int(significant(value))) }
        // What rounds up to a digit more has one less behind the point.
        let digits = (0..<places).reduce(value.magnitude) { digits, _ in digits * 10 }.rounded()
        return decimal(value, places: digits >= 1000 ? max(0, places - 1) : places)
    }

    /// A number without its fraction; of one that no integer has room for, as from a file, the largest that many have.
    static func whole(_ value: Double) -> Int { value.isNaN ? 0 : Int(min(max(value, -1e18), 1e18)) }

    /// A number with so many digits behind the point.
    static func decimal(_ value: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let rounded = whole((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && rounded > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(rounded)" }
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(sign)\(rounded / scale).\(zeros)\(fraction)"
    }

    /// A number in the largest unit in which it is one at least.
    private static func scaled(_ value: Double, _ units: [String], by step: Double) -> String {
        var (value, units) = (value, units[...])
        // What rounds to a thousand is one of the next unit.
        while value >= step - 0.5, units.count > 1 {
            value /= step
            units = units.dropFirst()
        }
        return "\(number(value)) \(units.first ?? "")"
    }

    /// The number rounded to three digits, for one of four and more.
    private static func significant(_ value: Double) -> Double {
        var scale = 1.0
        while value.magnitude / scale >= 1000 { scale *= 10 }
        return (value / scale).rounded() * scale
    }
}
