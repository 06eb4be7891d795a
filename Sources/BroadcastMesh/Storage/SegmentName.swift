/// What segment files are called: `00000001.segment`, in the order in which they were begun.
enum SegmentName {
    private static let suffix = ".segment"

    /// What a file is called until it is complete; a start removes those that are left.
    static let unfinished = "unfinished"

    /// The name of a segment.
    static func name(of number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + suffix
    }

    /// The number of a segment; `nil` when the file is none.
    static func number(of name: String) -> Int? {
        guard name.hasSuffix(suffix) else { return nil }
        let digits = name.dropLast(suffix.count)
        guard digits.count >= 8, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        return Int(digits)
    }
}
