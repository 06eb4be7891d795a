extension Span<UInt8> {
    /// Whether the bytes are one JSON text and nothing else (RFC 8259).
    public var isJSON: Bool { isJSON(standingIn: 0) }

    /// Whether the bytes are one JSON text and nothing else, where it is to stand in others.
    ///
    /// - Parameter depth: In how many lists and objects it is to stand: it may nest so much less deep.
    /// - Returns: Whether they are.
    public func isJSON(standingIn depth: Int) -> Bool {
        var reader = JSONReader(standingIn: depth)
        do throws(JSONError) {
            try reader.skip(in: self)
            try reader.finish(in: self)
            return true
        } catch {
            return false
        }
    }
}
