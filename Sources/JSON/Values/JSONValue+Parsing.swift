extension JSONValue {
    /// Reads a whole text.
    ///
    /// A key that one object has twice is refused: what it means differs from reader to reader (RFC 8259 §4).
    ///
    /// - Parameters:
    ///   - bytes: The text, which must be UTF-8.
    ///   - deepest: How deep lists and objects may nest, at most ``deepestNesting``.
    /// - Throws: The first mistake, with its place.
    public init(parsing bytes: Span<UInt8>, deepest: Int = deepestNesting) throws(JSONError) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            throw JSONError(at: error.byteOffsets.lowerBound, .malformedUTF8)
        }
        var reader = JSONReader()
        self = try Self.value(of: &reader, in: bytes, deepest: min(deepest, Self.deepestNesting))
        try reader.finish(in: bytes)
    }

    private static func value(
        of reader: inout JSONReader,
        in bytes: Span<UInt8>,
        deepest: Int
    ) throws(JSONError) -> JSONValue {
        switch try reader.kind(in: bytes) {
        case .null:
            try reader.null(in: bytes)
            return .null
        case .boolean: return .boolean(try reader.boolean(in: bytes))
        case .string: return .string(try reader.string(in: bytes).string(in: bytes))
        case .number:
            let number = try reader.number(in: bytes)
            return number.integer(in: bytes).map { .integer($0) } ?? .fraction(number.fraction(in: bytes))
        case .list: return try list(of: &reader, in: bytes, deepest: deepest)
        case .object: return try object(of: &reader, in: bytes, deepest: deepest)
        }
    }

    private static func list(
        of reader: inout JSONReader,
        in bytes: Span<UInt8>,
        deepest: Int
    ) throws(JSONError) -> JSONValue {
        guard reader.depth < deepest else { throw JSONError(at: reader.offset, .tooDeep) }
        try reader.beginList(in: bytes)
        var elements: [JSONValue] = []
        while try reader.hasElement(in: bytes) {
            elements.append(try value(of: &reader, in: bytes, deepest: deepest))
        }
        return .list(elements)
    }

    private static func object(
        of reader: inout JSONReader,
        in bytes: Span<UInt8>,
        deepest: Int
    ) throws(JSONError) -> JSONValue {
        guard reader.depth < deepest else { throw JSONError(at: reader.offset, .tooDeep) }
        try reader.beginObject(in: bytes)
        var members: [String: JSONValue] = [:]
        while let key = try reader.nextKey(in: bytes) {
            let name = key.string(in: bytes)
            guard members[name] == nil else { throw JSONError(at: key.range.lowerBound - 1, .repeatedKey(name)) }
            members[name] = try value(of: &reader, in: bytes, deepest: deepest)
        }
        return .object(members)
    }
}
