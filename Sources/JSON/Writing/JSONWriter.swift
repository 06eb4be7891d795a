/// Writes JSON into bytes, value by value, in the order of the calls (RFC 8259).
///
/// The same calls are the same bytes on every node. Nothing is written between the parts: one text is one line.
///
///     let bytes = JSONWriter.object { writer in
///         writer.member("event", "ack")
///         writer.member("copies", 2)
///     }
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Whether a value stands right before, in the same list or object.
    private var needsComma = false

    /// Starts with nothing.
    ///
    /// - Parameter capacity: How many bytes to take memory for at once.
    public init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// One object as a text of its own.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes to take memory for at once.
    ///   - body: Writes its members.
    /// - Returns: The text in UTF-8.
    public static func object(capacity: Int = 0, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.object(body)
        return writer.bytes
    }

    /// Writes an object, whose members `body` writes.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        container(open: "{", close: "}", body)
    }

    /// Writes a list, whose elements `body` writes.
    public mutating func list(_ body: (inout JSONWriter) -> Void) {
        container(open: "[", close: "]", body)
    }

    /// Writes the key of a member; its value must follow.
    public mutating func key(_ key: String) {
        separate()
        appendString(key.utf8.span)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func value(_ string: String) {
        separate()
        appendString(string.utf8.span)
    }

    /// Writes a whole number.
    public mutating func value(_ integer: some BinaryInteger) {
        separate()
        bytes.append(decimal: integer)
    }

    /// Writes a whole number of thousandths as the number that they are, in as few digits as it has.
    ///
    /// The same as for the `Double`, as long as it has fewer than 16 digits, and for less.
    public mutating func value(thousandths: Int64) {
        separate()
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        if thousandths < 0, whole == 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(decimal: whole)
        var digits = rest.magnitude
        guard digits > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var unit: UInt64 = 100
        while digits > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(digits / unit))
            digits %= unit
            unit /= 10
        }
    }

    /// Writes a number, in the fewest digits that tell it from its neighbours; `null` for what is none (RFC 8259 §6).
    public mutating func value(_ number: Double) {
        separate()
        let text = !number.isFinite ? "null" : "\(number)"
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    /// Writes `true` or `false`.
    public mutating func value(_ boolean: Bool) {
        separate()
        bytes.append(contentsOf: (boolean ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a value that is JSON already.
    public mutating func value(json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func container(
        open: Unicode.Scalar,
        close: Unicode.Scalar,
        _ body: (inout JSONWriter) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func appendString(_ utf8: Span<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        while start < utf8.count {
            // Most strings have nothing to escape, and go as a whole.
            var end = start
            while end < utf8.count, Self.isPlain(utf8[end]) { end += 1 }
            bytes.append(addingCapacity: end - start) { output in
                for index in start..<end { output.append(utf8[index]) }
            }
            if end < utf8.count { appendEscape(of: utf8[end]) }
            start = end + 1
        }
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func appendEscape(of byte: UInt8) {
        let escape =
            switch byte {
            case UInt8(ascii: "\""): #"\""#
            case UInt8(ascii: "\\"): #"\\"#
            case 0x08: #"\b"#
            case 0x0C: #"\f"#
            case 0x0A: #"\n"#
            case 0x0D: #"\r"#
            case 0x09: #"\t"#
            default: #"\u00"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
            }
        bytes.append(contentsOf: escape.utf8)
    }
}
