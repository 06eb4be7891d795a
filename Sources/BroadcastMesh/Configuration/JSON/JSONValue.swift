import FoundationEssentials

/// Any JSON text as a tree, so that each mistake can be told with its place (RFC 8259).
enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case fraction(Double)
    case string(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// What a person calls such a value.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a Boolean"
        case .integer, .fraction: "a number"
        case .string: "a string"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .fraction(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([JSONValue].self) {
            self = .list(values)
        } else if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else {
            // Only a number beyond the range of a Double is none of these.
            self = .fraction(.infinity)
        }
    }
}

extension JSONValue {
    /// Decodes a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file, in UTF-8.
    ///   - file: What to call it in an error.
    /// - Throws: The line and the column at which it stops being JSON.
    init(decoding bytes: [UInt8], from file: String) throws(ConfigurationError) {
        do {
            try JSONSyntax.check(bytes)
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch let error as JSONSyntaxError {
            let place = "line \(error.line), column \(error.column)"
            throw ConfigurationError(file: file, place: place, problem: error.problem)
        } catch {
            throw ConfigurationError(file: file, place: "", problem: "it is not JSON")
        }
    }
}
