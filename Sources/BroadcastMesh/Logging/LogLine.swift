import Bytes
import JSON

/// One line of the log, before it becomes bytes.
struct LogLine {
    /// The longest line, in bytes, with its newline: a pipe takes as much whole, so lines never mix.
    static let longest = 4096

    /// Microseconds since 1970.
    var time: Int64
    var level: LogLevel
    var node: String
    var message: String
    var fields: [(key: String, value: LogValue)]

    /// The line in UTF-8, with its newline and within ``longest``.
    func bytes(in format: LogFormat) -> [UInt8] {
        let whole =
            switch format {
            case .text: text
            case .json: json
            }
        return whole.utf8.count < Self.longest ? Array("\(whole)\n".utf8) : shortened.bytes(in: format)
    }

    private var text: String {
        let words = [level.rawValue, onOneLine(message)] + fields.map { "\($0.key)=\($0.value)" }
        return "\(node): \(timestamp) " + words.joined(separator: " ")
    }

    private var json: String {
        let bytes = JSONWriter.object { writer in
            let own = [("time", timestamp), ("level", level.rawValue), ("node", node), ("message", message)]
            for (key, value) in own { writer.member(key, value) }
            var written = Set(own.map(\.0))
            for field in fields where written.insert(field.key).inserted {
                writer.key(field.key)
                field.value.write(to: &writer)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 3339, to the millisecond, in UTC.
    private var timestamp: String {
        let milliseconds = max(0, time) / 1000
        let seconds = milliseconds / 1000
        let date = CivilDate(daysSince1970: seconds / 86_400)
        let day = "\(date.year)-\(padded(date.month, 2))-\(padded(date.day, 2))"
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(day)T\(clock).\(padded(milliseconds % 1000, 3))Z"
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The same line, cut down to what surely fits: every byte may become six in JSON.
    private var shortened: LogLine {
        var line = without(fields: "too long")
        line.message = String(decoding: message.utf8.prefix(Self.longest / 8), as: UTF8.self)
        return line
    }

    private func without(fields reason: LogValue) -> LogLine {
        var line = self
        line.fields = [("fields", reason)]
        return line
    }
}
