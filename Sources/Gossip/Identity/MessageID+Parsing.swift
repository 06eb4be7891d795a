extension MessageID {
    /// Reads an ID as it is written: `alpha@1763700000123/42`.
    public init?(_ text: some StringProtocol) {
        self.init(Array(text.utf8)[...])
    }

    /// Reads an ID as it is written, in UTF-8.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
            let at = bytes[..<slash].firstIndex(of: UInt8(ascii: "@")),
            let epoch = UInt64(digits: bytes[(at + 1)..<slash]),
            let sequence = UInt64(digits: bytes[(slash + 1)...]), sequence <= Self.sequenceLimit
        else { return nil }
        guard at > bytes.startIndex, at - bytes.startIndex <= Self.nodeLimit else { return nil }
        self.init(node: String(decoding: bytes[..<at], as: UTF8.self), epoch: epoch, sequence: sequence)
    }
}

extension UInt64 {
    /// Reads a number of decimal digits and nothing else: `+1` is a number to Swift, but not as it is written here.
    fileprivate init?(digits: ArraySlice<UInt8>) {
        guard !digits.isEmpty else { return nil }
        self = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, isTooLarge) = multipliedReportingOverflow(by: 10)
            let (sum, overflows) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !isTooLarge, !overflows else { return nil }
            self = sum
        }
    }
}
