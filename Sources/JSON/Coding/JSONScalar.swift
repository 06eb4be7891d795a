/// What Swift encodes as one value without parts.
protocol JSONScalar {
    /// As JSON has it; `nil` for what it has not.
    var json: JSONValue? { get }

    /// Reads it; `nil` for anything else.
    init?(json: JSONValue)
}

extension Bool: JSONScalar {
    var json: JSONValue? { .boolean(self) }

    init?(json: JSONValue) {
        guard let boolean = json.boolean else { return nil }
        self = boolean
    }
}

extension String: JSONScalar {
    var json: JSONValue? { .string(self) }

    init?(json: JSONValue) {
        guard let string = json.string else { return nil }
        self = string
    }
}

extension JSONScalar where Self: BinaryFloatingPoint {
    var json: JSONValue? { isFinite ? .fraction(Double(self)) : nil }

    init?(json: JSONValue) {
        guard let number = json.number else { return nil }
        self.init(number)
        // Also of a number that a Double has, a Float may make infinity.
        guard isFinite else { return nil }
    }
}

extension Double: JSONScalar {}
extension Float: JSONScalar {}

extension JSONScalar where Self: FixedWidthInteger {
    var json: JSONValue? { Int(exactly: self).map { .integer($0) } }

    init?(json: JSONValue) {
        switch json {
        case .integer(let integer): self.init(exactly: integer)
        // Beyond that, several whole numbers are one fraction.
        case .fraction(let number) where number.magnitude <= 0x20_0000_0000_0000: self.init(exactly: number)
        case .null, .boolean, .fraction, .string, .list, .object: return nil
        }
    }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
