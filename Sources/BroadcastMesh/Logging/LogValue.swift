import Bytes
import JSON

/// The value of one field of a log line.
package enum LogValue: Equatable, Sendable {
    /// Any text.
    case string(String)

    /// A count, a port, a number of bytes.
    case integer(Int)

    /// A duration in the unit that the field's name ends in.
    case fraction(Double)
}

extension LogValue: ExpressibleByStringInterpolation {
    /// Makes a text.
    package init(stringLiteral value: String) { self = .string(value) }
}

extension LogValue {
    /// Writes the value alone.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .string(let value): writer.value(value)
        case .integer(let value): writer.value(value)
        case .fraction(let value): writer.value(value)
        }
    }
}

extension LogValue: CustomStringConvertible {
    /// As it stands after `key=`: in quotes only where it would not be one word.
    package var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .fraction(let value): "\(value)"
        case .string(let value) where Self.isOneWord(value): value
        case .string(let value):
            "\"" + onOneLine(value).replacingBytes { #""\"#.utf8.contains($0) ? "\\\(UnicodeScalar($0))" : nil } + "\""
        }
    }

    private static func isOneWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
                    && !"=\"\\".unicodeScalars.contains(scalar)
            }
    }
}
