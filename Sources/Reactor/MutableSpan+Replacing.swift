extension MutableSpan<UInt8> {
    /// Overwrites the first bytes.
    ///
    /// - Parameter bytes: No more than the span is long.
    public mutating func replaceFirst(with bytes: Span<UInt8>) {
        precondition(bytes.count <= count, "more bytes than there is room for")
        // Safe: both are as long as that, and a span that is written overlaps no other.
        unsafe withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
        }
    }
}
