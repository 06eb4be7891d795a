import FoundationEssentials

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
        var members = Dictionary(fields, uniquingKeysWith: { first, _ in first })
        members["time"] = .string(timestamp)
        members["level"] = .string(level.rawValue)
        members["node"] = .string(node)
        members["message"] = .string(message)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a fraction that is no number cannot be encoded; its line is told without the fields.
        guard let data = try? encoder.encode(members) else { return without(fields: "no JSON").json }
        return String(decoding: data, as: UTF8.self)
    }

    /// RFC 3339, to the millisecond, in UTC.
    private var timestamp: String {
        let date = Date(timeIntervalSince1970: Double(time) / 1_000_000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
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
