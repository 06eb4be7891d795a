extension String {
    /// The text with some of its ASCII bytes written otherwise.
    ///
    /// By bytes, whatever stands beside them: to `replacing(_:with:)` a quotation mark with an accent is another character
    /// than a quotation mark, and CR LF is one that has no line feed in it. So what strangers write passes by it.
    ///
    /// - Parameter replacement: What to write for an ASCII byte; `nil` for the byte itself.
    /// - Returns: The text.
    public func replacingBytes(_ replacement: (UInt8) -> String?) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte < 0x80, let other = replacement(byte) {
                bytes.append(contentsOf: other.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
