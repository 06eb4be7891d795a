/// Finds the first place at which a text stops being JSON (RFC 8259).
///
/// `JSONDecoder` says neither line nor column, and lets a comma too many and a key given twice pass.
/// A person who edits a file by hand needs to hear of all four.
struct JSONSyntax {
    /// How deep lists and objects may nest; `mesh.json` needs five, and each level costs a stack frame.
    static let deepestNesting = 32

    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks that `bytes` are one JSON value and nothing else.
    ///
    /// - Throws: The first mistake, with its line and column.
    static func check(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        var syntax = JSONSyntax(bytes)
        if let invalid = firstInvalidByte(of: bytes) {
            syntax.offset = invalid
            throw syntax.error("the text is not UTF-8")
        }
        try syntax.value()
        guard syntax.next == nil else { throw syntax.unexpected(wanted: "the end of the file") }
    }

    private mutating func value() throws(JSONSyntaxError) {
        switch next {
        case UInt8(ascii: "{"): try nested { syntax throws(JSONSyntaxError) in try syntax.object() }
        case UInt8(ascii: "["): try nested { syntax throws(JSONSyntaxError) in try syntax.list() }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): try number()
        default: throw unexpected(wanted: "a value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONSyntax) throws(JSONSyntaxError) -> Void
    ) throws(JSONSyntaxError) {
        depth += 1
        guard depth <= Self.deepestNesting else { throw error("lists and objects nest too deep") }
        try body(&self)
        depth -= 1
    }

    private mutating func object() throws(JSONSyntaxError) {
        var keys: Set<ArraySlice<UInt8>> = []
        offset += 1
        guard !take("}") else { return }
        repeat {
            guard next == UInt8(ascii: "\"") else { throw unexpected(wanted: "a key in double quotes") }
            let start = offset
            let key = try string()
            guard keys.insert(key).inserted else {
                offset = start
                throw error("the key \(String(decoding: key, as: UTF8.self)) is given twice")
            }
            guard take(":") else { throw unexpected(wanted: "\":\"") }
            try value()
        } while take(",")
        guard take("}") else { throw unexpected(wanted: "\",\" or \"}\"") }
    }

    private mutating func list() throws(JSONSyntaxError) {
        offset += 1
        guard !take("]") else { return }
        repeat { try value() } while take(",")
        guard take("]") else { throw unexpected(wanted: "\",\" or \"]\"") }
    }

    /// Passes a string and returns it as it is written, quotes included.
    private mutating func string() throws(JSONSyntaxError) -> ArraySlice<UInt8> {
        let start = offset
        offset += 1
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return bytes[start..<offset]
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw error("a string ends on the line on which it starts")
            default: offset += 1
            }
        }
        offset = start
        throw error("the string is not closed")
    }

    private mutating func escape() throws(JSONSyntaxError) {
        let letter = offset + 1 < bytes.count ? bytes[offset + 1] : 0
        let digits = bytes[offset...].dropFirst(2).prefix(4)
        if letter == UInt8(ascii: "u"), digits.count == 4, digits.allSatisfy(isHexadecimalDigit) {
            offset += 6
        } else if "\"\\/bfnrt".utf8.contains(letter) {
            offset += 2
        } else {
            throw error("a backslash starts no such escape")
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
        let expected = Array("\(word)".utf8)
        guard bytes[offset...].starts(with: expected) else { throw unexpected(wanted: "a value") }
        offset += expected.count
    }

    private mutating func number() throws(JSONSyntaxError) {
        let start = offset
        if at("-") { offset += 1 }
        if at("0") { offset += 1 } else { try digits(of: start) }
        if at(".") {
            offset += 1
            try digits(of: start)
        }
        if at("e") || at("E") {
            offset += 1
            if at("+") || at("-") { offset += 1 }
            try digits(of: start)
        }
    }

    private mutating func digits(of number: Int) throws(JSONSyntaxError) {
        let count = bytes[offset...].prefix(while: isDigit).count
        guard count > 0 else {
            offset = number
            throw error("this is no number of JSON")
        }
        offset += count
    }
}

extension JSONSyntax {
    /// The next byte that is not white space; `nil` at the end.
    private var next: UInt8? {
        mutating get {
            while offset < bytes.count, " \t\r\n".utf8.contains(bytes[offset]) { offset += 1 }
            return offset < bytes.count ? bytes[offset] : nil
        }
    }

    /// Whether the byte right here is this one.
    private func at(_ byte: Unicode.Scalar) -> Bool {
        offset < bytes.count && bytes[offset] == UInt8(ascii: byte)
    }

    /// Passes the next byte that is not white space, if it is this one.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        offset += 1
        return true
    }

    private func error(_ problem: String) -> JSONSyntaxError {
        JSONSyntaxError(at: offset, of: bytes, problem: problem)
    }

    private mutating func unexpected(wanted: String) -> JSONSyntaxError {
        guard next != nil else { return error("the file ends here; wanted \(wanted)") }
        let character = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).first.map(String.init) ?? ""
        return error("found \"\(character)\", wanted \(wanted)")
    }
}

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
}
