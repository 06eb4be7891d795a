extension JSONReader {
    /// Passes the value that comes next, whatever it is, and checks it.
    ///
    /// - Throws: Where it stops being JSON.
    /// - Returns: Where it stands.
    @discardableResult
    public mutating func skip(in bytes: Span<UInt8>) throws(JSONError) -> Range<Int> {
        _ = peek(in: bytes)
        let start = offset
        let outside = depth
        try skipStep(in: bytes)
        while depth > outside {
            if isInObject {
                guard try nextKey(in: bytes) != nil else { continue }
            } else {
                guard try hasElement(in: bytes) else { continue }
            }
            try skipStep(in: bytes)
        }
        return start..<offset
    }

    /// Passes the value that comes next, as ``skip(in:)`` does, and lets it nest as deep as if it stood elsewhere.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - depth: In how many lists and objects it is to stand later.
    /// - Throws: Where it stops being JSON.
    /// - Returns: Where it stands.
    public mutating func skip(in bytes: Span<UInt8>, toStandIn depth: Int) throws(JSONError) -> Range<Int> {
        var value = JSONReader(standingIn: depth)
        value.offset = offset
        let range = try value.skip(in: bytes)
        offset = value.offset
        isFirst = false
        return range
    }

    /// Passes a value without parts, or enters one that has some.
    private mutating func skipStep(in bytes: Span<UInt8>) throws(JSONError) {
        switch try kind(in: bytes) {
        case .object: try beginObject(in: bytes)
        case .list: try beginList(in: bytes)
        case .string: _ = try string(in: bytes)
        case .number: _ = try number(in: bytes)
        case .boolean: _ = try boolean(in: bytes)
        case .null: try null(in: bytes)
        }
    }
}
