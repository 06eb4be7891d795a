/// Cuts what a program is given to read into lines of text.
struct InputLines {
    /// The longest line, in bytes; no node takes a larger message.
    static let lineLimit = 16 << 20

    private var partial: [UInt8] = []
    private var number = 0

    /// Takes in what was read; nothing is the end, and completes a last line that has none.
    ///
    /// - Returns: The lines that they complete, without their ends, `\n` or `\r\n`; and what is wrong with the line after
    ///   them, by its number, if it is no text. Then nothing more is to be read.
    mutating func append(_ bytes: [UInt8]) -> (lines: [String], error: CommandError?) {
        var lines: [String] = []
        do throws(CommandError) {
            try cut(bytes) { lines.append($0) }
            if bytes.isEmpty, !partial.isEmpty { lines.append(try finishLine()) }
        } catch {
            return (lines, error)
        }
        return (lines, nil)
    }

    private mutating func cut(_ bytes: [UInt8], _ body: (String) -> Void) throws(CommandError) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            partial += rest[..<end]
            rest = rest[(end + 1)...]
            body(try finishLine())
        }
        partial += rest
        guard partial.count <= Self.lineLimit else {
            throw .failure("line \(number + 1) of standard input is longer than any message may be, 16 MiB")
        }
    }

    private mutating func finishLine() throws(CommandError) -> String {
        number += 1
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        guard let line = String(validating: partial, as: UTF8.self) else {
            throw .failure("line \(number) of standard input is not UTF-8")
        }
        partial = []
        return line
    }
}
