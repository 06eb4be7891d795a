/// Reads JSON from the front of some bytes, value by value, without a tree and without recursion (RFC 8259).
///
/// The reader is only a place and the containers around it; the bytes are handed to each call, since a span cannot be
/// kept. What is not looked at is checked all the same: who gets to ``finish(in:)`` has read one JSON text and nothing
/// else.
///
///     var reader = JSONReader()
///     try reader.beginObject(in: bytes)
///     while let key = try reader.nextKey(in: bytes) {
///         if key.equals("event", in: bytes) { event = try reader.string(in: bytes) } else { try reader.skip(in: bytes) }
///     }
///     try reader.finish(in: bytes)
///
/// Strings may hold what is no UTF-8; whoever does not know better checks that first (RFC 8259 §8.1).
public struct JSONReader: Sendable {
    /// How deep lists and objects may nest: far more than people write, and 64 bytes of memory.
    public static let deepestNesting = 512

    /// How many bytes were read.
    public internal(set) var offset = 0

    /// How many lists and objects are open around the place.
    public internal(set) var depth = 0

    /// One bit for each of them: 1 for an object.
    var containers = InlineArray<8, UInt64>(repeating: 0)

    /// Whether nothing was read yet of the innermost one.
    var isFirst = false

    /// Starts at the first byte.
    ///
    /// - Parameter depth: In how many lists and objects, which are not there, the text is to stand.
    public init(standingIn depth: Int = 0) {
        self.depth = depth
    }

    /// The kind of the value that comes next; nothing of it is read.
    ///
    /// - Throws: When no value can begin here.
    public mutating func kind(in bytes: Span<UInt8>) throws(JSONError) -> JSONKind {
        guard let byte = peek(in: bytes), let kind = JSONKind(startingWith: byte) else {
            throw unexpected(.value, in: bytes)
        }
        return kind
    }

    /// Enters the object that comes next.
    ///
    /// - Throws: When something else comes, or it nests too deep.
    public mutating func beginObject(in bytes: Span<UInt8>) throws(JSONError) {
        guard take("{", in: bytes) else { throw unexpected(.object, in: bytes) }
        try enter(isObject: true)
    }

    /// Enters the list that comes next.
    ///
    /// - Throws: When something else comes, or it nests too deep.
    public mutating func beginList(in bytes: Span<UInt8>) throws(JSONError) {
        guard take("[", in: bytes) else { throw unexpected(.value, in: bytes) }
        try enter(isObject: false)
    }

    /// The key of the next member of the innermost object, whose value must be read then; `nil` when it is over, and
    /// left.
    ///
    /// - Throws: When neither stands here.
    public mutating func nextKey(in bytes: Span<UInt8>) throws(JSONError) -> JSONText? {
        if take("}", in: bytes) {
            leave()
            return nil
        }
        if !isFirst, !take(",", in: bytes) { throw unexpected(.commaOrBrace, in: bytes) }
        guard peek(in: bytes) == UInt8(ascii: "\"") else { throw unexpected(.key, in: bytes) }
        let key = try string(in: bytes)
        guard take(":", in: bytes) else { throw unexpected(.colon, in: bytes) }
        return key
    }

    /// Whether the innermost list has another element, which must be read then; when it is over, it is left.
    ///
    /// - Throws: When neither stands here.
    public mutating func hasElement(in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        if take("]", in: bytes) {
            leave()
            return false
        }
        if !isFirst, !take(",", in: bytes) { throw unexpected(.commaOrBracket, in: bytes) }
        isFirst = false
        // A comma too many shows as a value that is missing.
        _ = try kind(in: bytes)
        return true
    }

    /// Makes sure that nothing but white space is left.
    ///
    /// - Throws: When something is.
    public mutating func finish(in bytes: Span<UInt8>) throws(JSONError) {
        guard peek(in: bytes) == nil else { throw unexpected(.end, in: bytes) }
    }
}

extension JSONReader {
    /// The next byte that is not white space; `nil` at the end.
    @inline(__always)
    mutating func peek(in bytes: Span<UInt8>) -> UInt8? {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// Passes the next byte that is not white space, if it is this one.
    @inline(__always)
    mutating func take(_ wanted: Unicode.Scalar, in bytes: Span<UInt8>) -> Bool {
        guard peek(in: bytes) == UInt8(ascii: wanted) else { return false }
        offset += 1
        return true
    }

    mutating func enter(isObject: Bool) throws(JSONError) {
        guard depth < Self.deepestNesting else { throw JSONError(at: offset - 1, .tooDeep) }
        let bit = UInt64(1) << UInt64(depth % 64)
        if isObject { containers[depth / 64] |= bit } else { containers[depth / 64] &= ~bit }
        depth += 1
        isFirst = true
    }

    mutating func leave() {
        precondition(depth > 0, "a container was left that was never entered")
        depth -= 1
        isFirst = false
    }

    /// Whether the innermost container is an object.
    var isInObject: Bool {
        depth > 0 && containers[(depth - 1) / 64] & (1 << UInt64((depth - 1) % 64)) != 0
    }

    mutating func unexpected(_ wanted: JSONRule.Wanted, in bytes: Span<UInt8>) -> JSONError {
        guard peek(in: bytes) != nil else { return JSONError(at: offset, .unexpected(found: nil, wanted: wanted)) }
        let few = (offset..<min(offset + 4, bytes.count)).map { bytes[$0] }
        return JSONError(
            at: offset,
            .unexpected(found: String(decoding: few, as: UTF8.self).unicodeScalars.first, wanted: wanted)
        )
    }
}
