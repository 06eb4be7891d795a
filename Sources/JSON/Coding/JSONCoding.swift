/// Values of Swift as JSON and back, by `Codable`.
///
/// Members stand in the order in which a type encodes them. There are no options: a date, for one, is what its own
/// `Codable` says.
public enum JSONCoding {
    /// A value as a JSON text.
    ///
    /// - Returns: The text in UTF-8, on one line.
    /// - Throws: `EncodingError` for a number that JSON has not, or that 64 bits with a sign do not hold, for what nests
    ///   deeper than ``JSONValue/deepestNesting``, which ``decode(_:from:)-(_,Span<UInt8>)`` would not read, and whatever
    ///   the value's own `encode(to:)` throws.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let slot = JSONSlot()
        try JSONSlotEncoder(slot: slot, codingPath: []).encode(value)
        guard slot.nests(within: JSONValue.deepestNesting) else { throw JSONSlotEncoder.tooDeep(value, at: []) }
        var writer = JSONWriter()
        slot.write(to: &writer)
        return writer.takeBytes()
    }

    /// A value that a JSON text says.
    ///
    /// - Parameters:
    ///   - type: What it is to be.
    ///   - text: The text, in UTF-8; no object in it may have one key twice.
    /// - Returns: The value.
    /// - Throws: `DecodingError` where it says something else, or is no JSON.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: Span<UInt8>) throws -> Value {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            let (line, column) = error.place(in: text)
            let mistake = "line \(line), column \(column): \(error.rule)"
            let context = DecodingError.Context(codingPath: [], debugDescription: mistake, underlyingError: error)
            throw DecodingError.dataCorrupted(context)
        }
        return try decode(type, from: json)
    }

    /// A value that a JSON value says.
    ///
    /// - Parameters:
    ///   - type: What it is to be.
    ///   - json: What says it.
    /// - Returns: The value.
    /// - Throws: `DecodingError` where it says something else.
    public static func decode<Value: Decodable>(_ type: Value.Type, from json: JSONValue) throws -> Value {
        try JSONValueDecoder(json: json, codingPath: []).decode(type)
    }
}

/// The key of an element, or of what a class passes to the one that it extends.
struct JSONIndex: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ index: Int) {
        stringValue = "\(index)"
        intValue = index
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) {
        self.init(intValue)
    }

    private init(named name: String) {
        stringValue = name
        intValue = nil
    }

    /// Where a class that extends another keeps what that one says.
    static let parent = JSONIndex(named: "super")
}
