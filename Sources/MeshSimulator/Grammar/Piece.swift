import Bytes

/// A part of an input as its grammar sees it: what can be changed in it, and how it is written.
///
/// A tree whose leaves are bytes and numbers, so that one number or one length can be replaced by another while
/// everything around it stays valid: that is what gets past the first check of a decoder.
package struct Piece: Sendable {
    /// How a number is written.
    package enum Form: Sendable {
        /// One byte, the lowest of the number.
        case byte

        /// Seven bits each, the lowest first.
        case varint

        /// So many bytes, the highest first.
        case bigEndian(Int)

        /// As text, to the base ten.
        case decimal

        /// As text, to the base sixteen.
        case hexadecimal
    }

    /// What a part is.
    package enum Content: Sendable {
        /// Bytes without a meaning.
        case bytes([UInt8])

        /// A number.
        case number(UInt64, Form)

        /// Parts behind their length in bytes.
        case block(Form, [Piece])

        /// Parts behind their count.
        case list(Form, [Piece])

        /// Parts one after the other.
        case parts([Piece])
    }

    /// What it is.
    var content: Content

    /// What is written where the true length or count would stand.
    var lie: UInt64?

    /// Makes a part.
    package init(_ content: Content) {
        self.content = content
    }
}

extension Piece {
    /// Bytes as they are.
    package static func bytes(_ bytes: some Sequence<UInt8>) -> Piece { Piece(.bytes(Array(bytes))) }

    /// A text in UTF-8, without its length.
    package static func text(_ text: String) -> Piece { Piece(.bytes(Array(text.utf8))) }

    /// A number of one byte.
    package static func byte(_ value: UInt8) -> Piece { Piece(.number(UInt64(value), .byte)) }

    /// A number in as few bytes as it needs.
    package static func varint(_ value: UInt64) -> Piece { Piece(.number(value, .varint)) }

    /// A number of eight bytes.
    package static func word(_ value: UInt64) -> Piece { Piece(.number(value, .bigEndian(8))) }

    /// A number as text.
    package static func decimal(_ value: UInt64) -> Piece { Piece(.number(value, .decimal)) }

    /// A text behind its length, as gossip writes it.
    package static func counted(_ text: String) -> Piece { Piece(.block(.varint, [.text(text)])) }

    /// Parts one after the other.
    package static func parts(_ parts: [Piece]) -> Piece { Piece(.parts(parts)) }

    /// The parts that it is made of.
    var children: [Piece] {
        get {
            switch content {
            case .bytes, .number: []
            case .block(_, let parts), .list(_, let parts), .parts(let parts): parts
            }
        }
        set {
            switch content {
            case .bytes, .number: break
            case .block(let form, _): content = .block(form, newValue)
            case .list(let form, _): content = .list(form, newValue)
            case .parts: content = .parts(newValue)
            }
        }
    }

    /// Whether it has a number, or writes one in front of its parts.
    var hasNumber: Bool {
        switch content {
        case .bytes, .parts: false
        case .number, .block, .list: true
        }
    }
}

extension Piece {
    /// The part as it is fed to a decoder.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        append(to: &output)
        return output
    }

    private func append(to output: inout [UInt8]) {
        switch content {
        case .bytes(let bytes): output += bytes
        case .number(let value, let form): form.append(lie ?? value, to: &output)
        case .block(let form, let parts):
            var body: [UInt8] = []
            for part in parts { part.append(to: &body) }
            form.append(lie ?? UInt64(body.count), to: &output)
            output += body
        case .list(let form, let parts):
            form.append(lie ?? UInt64(parts.count), to: &output)
            for part in parts { part.append(to: &output) }
        case .parts(let parts):
            for part in parts { part.append(to: &output) }
        }
    }
}

extension Piece.Form {
    fileprivate func append(_ value: UInt64, to output: inout [UInt8]) {
        switch self {
        case .byte: output.append(UInt8(truncatingIfNeeded: value))
        case .varint: output.append(varint: value)
        case .bigEndian(let count):
            for index in (0..<count).reversed() { output.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
        case .decimal: output += Array(String(value).utf8)
        case .hexadecimal: output += Array(String(value, radix: 16).utf8)
        }
    }
}
