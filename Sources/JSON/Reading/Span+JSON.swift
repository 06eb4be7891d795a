extension Span<UInt8> {
    /// Whether the bytes are one JSON text and nothing else (RFC 8259).
    public var isJSON: Bool {
        var reader = JSONReader()
        do throws(JSONError) {
            try reader.skip(in: self)
            try reader.finish(in: self)
            return true
        } catch {
            return false
        }
    }
}
