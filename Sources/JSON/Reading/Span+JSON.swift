extension Span<UInt8> {
    /// Whether the bytes are one JSON text and nothing else (RFC 8259).
    ///
    /// - Parameter depth: In how many lists and objects it is to stand: it may nest so much less deep.
    /// - Returns: Whether they are.
    public func isJSON(standingIn depth: Int = 0) -> Bool {
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
