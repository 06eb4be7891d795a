import JSON

/// How a scenario stands in a file.
enum ScenarioText {
    /// Reads a file.
    ///
    /// - Throws: Where it is no JSON.
    static func value(in bytes: Span<UInt8>) throws(ScenarioFileError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            let (line, column) = error.place(in: bytes)
            throw ScenarioFileError(place: "line \(line), column \(column)", reason: "\(error.rule)")
        }
    }

    /// One JSON object, a line for each member, and for each object of a list.
    static func file(of fields: [(key: String, json: [UInt8])]) -> [UInt8] {
        var text = Array("{".utf8)
        for (index, (key, json)) in fields.enumerated() {
            text += "\(index == 0 ? "" : ",")\n\"\(key)\":".utf8
            text += lines(of: json)
        }
        return text + "\n}\n".utf8
    }

    /// A list of objects with each on a line of its own; anything else as it is.
    private static func lines(of json: [UInt8]) -> [UInt8] {
        guard json.starts(with: "[{".utf8) else { return json }
        var (lines, depth, isQuoted, isEscaped) = ([UInt8](), 0, false, false)
        for byte in json {
            if isQuoted {
                isQuoted = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                isQuoted = byte == UInt8(ascii: "\"")
                if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
                if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
                if byte == UInt8(ascii: "{"), depth == 2 { lines.append(UInt8(ascii: "\n")) }
            }
            lines.append(byte)
        }
        return lines
    }
}
