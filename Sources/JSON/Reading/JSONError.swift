/// The first place at which a text stops being JSON, and the rule that it broke (RFC 8259).
public struct JSONError: Error, Equatable, Sendable {
    /// How many bytes stand before that place.
    public var offset: Int

    /// Which rule was broken there.
    public var rule: JSONRule

    /// An error at a place.
    init(at offset: Int, _ rule: JSONRule) {
        self.offset = offset
        self.rule = rule
    }
}

/// The rules of JSON that a text can break, as far as a person is told of them.
public enum JSONRule: Equatable, Sendable {
    /// Something else had to stand here; `found` is `nil` where the text ends.
    case unexpected(found: Unicode.Scalar?, wanted: Wanted)

    /// A string without its second quotation mark.
    case unclosedString

    /// A control character in a string that is not written as an escape (RFC 8259 §7).
    case controlCharacter

    /// A backslash, and nothing behind it that makes an escape.
    case unknownEscape

    /// A `-`, `.` or `e` without the digits that belong to it, or zeros in front.
    case malformedNumber

    /// Lists and objects inside each other, deeper than the reader goes.
    case tooDeep

    /// Bytes that are not UTF-8 (RFC 8259 §8.1).
    case malformedUTF8

    /// The same key twice in one object, where that is refused.
    case repeatedKey(String)

    /// What can be missing.
    public enum Wanted: String, Equatable, Sendable {
        case value = "a value"
        case object = "an object"
        case key = "a key in double quotes"
        case colon = "\":\""
        case commaOrBrace = "\",\" or \"}\""
        case commaOrBracket = "\",\" or \"]\""
        case end = "the end"
    }
}

extension JSONRule: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .unexpected(let scalar?, let wanted): "found \(Self.name(of: scalar)), wanted \(wanted.rawValue)"
        case .unexpected(nil, let wanted): "the text ends here; wanted \(wanted.rawValue)"
        case .unclosedString: "the string is not closed"
        case .controlCharacter: "in a string this must be an escape: a line end \\n, a tab \\t"
        case .unknownEscape: "a backslash starts no such escape"
        case .malformedNumber: "this is no number of JSON"
        case .tooDeep: "lists and objects nest too deep"
        case .malformedUTF8: "the text is not UTF-8"
        case .repeatedKey(let key): "the key \"\(key)\" is given twice"
        }
    }

    /// A scalar as a person can see it: some look like nothing, or like a space.
    private static func name(of scalar: Unicode.Scalar) -> String {
        if scalar == "\u{FEFF}" { return "a byte order mark (U+FEFF)" }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned:
            "U+" + String(repeating: "0", count: max(0, 4 - scalar.digits.count)) + scalar.digits
        default: "\"\(scalar)\""
        }
    }
}

extension Unicode.Scalar {
    /// Its number, in hexadecimal.
    fileprivate var digits: String { String(value, radix: 16, uppercase: true) }
}

extension JSONError {
    /// The place as an editor shows it: line and column, counted from 1, columns in Unicode scalars.
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: Line and column.
    public func place(in bytes: Span<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for index in 0..<min(offset, bytes.count) {
            if bytes[index] == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
