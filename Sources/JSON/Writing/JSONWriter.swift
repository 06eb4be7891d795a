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

    /// Starts behind what is there already, which is no JSON: a frame's header.
    public init(after front: consuming [UInt8]) {
        bytes = front
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

    /// Gives away what was written, and starts again with nothing.
    public mutating func takeBytes() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        needsComma = false
        return taken
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
        appendString(key, isKey: true)
        needsComma = false
    }

    /// Writes a string.
    public mutating func value(_ string: String) {
        appendString(string)
        needsComma = true
    }

    /// Writes a string that consists of pieces.
    ///
    /// - Parameter body: Appends them.
    public mutating func string(_ body: (inout JSONStringWriter) -> Void) {
        separate()
        var string = JSONStringWriter()
        // The bytes change hands meanwhile, so that nothing is copied.
        swap(&string.bytes, &bytes)
        string.bytes.append(UInt8(ascii: "\""))
        body(&string)
        string.bytes.append(UInt8(ascii: "\""))
        swap(&string.bytes, &bytes)
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

    /// Writes a whole number; other modules know this one without its type.
    public mutating func value(_ integer: UInt64) {
        separate()
        bytes.append(decimal: integer)
    }

    /// Writes a string.
    ///
    /// - Parameter text: UTF-8.
    public mutating func value(utf8 text: Span<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(escaping: text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a piece of JSON as it is, without a comma before or behind it.
    public mutating func write(_ piece: Span<UInt8>) {
        bytes.append(addingCapacity: piece.count) { output in
            for index in piece.indices { output.append(piece[index]) }
        }
        needsComma = false
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

    /// Appends a string with what stands before it, and the colon behind a key.
    private mutating func appendString(_ string: String, isKey: Bool = false) {
        let utf8 = string.utf8.span
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        if utf8.plainEnd(from: 0) == utf8.count {
            // Most strings have nothing to escape, and go as a whole.
            bytes.append(contentsOf: string.utf8)
        } else {
            bytes.append(escaping: utf8)
        }
        bytes.append(UInt8(ascii: "\""))
        if isKey { bytes.append(UInt8(ascii: ":")) }
    }
}
